"""The truth's own calendar and count, each against another source."""

from collections import Counter
from datetime import date, datetime, timedelta

import holidays
import pytest
from programme.agenda import Scale, openings
from programme.calendar import is_worked, working_days_on
from programme.counting import findings_of
from programme.frames import _months_before
from programme.intent import Intent, Manner
from programme.record import Told
from programme.registers import Member
from programme.waiting import Waited, waited

from audits.demo.truth import Fact
from audits.domain.plan import FindingRule, ShareRule
from audits.domain.question import Choice, Question, Scale as Choices, Standing


def test_bank_holidays_are_those_that_a_kept_library_knows():
    england = holidays.country_holidays("GB", subdiv="ENG")
    days = [date(2015, 4, 1) + timedelta(days=n) for n in range(1_000)]
    assert [d for d in days if is_worked(d)] == [
        d for d in days if d.weekday() < 5 and d not in england
    ]


@pytest.mark.parametrize(
    ("start", "count", "day"),
    [
        (date(2015, 4, 2), 1, date(2015, 4, 7)),  # over Easter
        (date(2015, 12, 24), 1, date(2015, 12, 29)),
        (date(2016, 3, 29), -1, date(2016, 3, 24)),
        (date(2016, 5, 1), 0, date(2016, 5, 3)),
    ],
)
def test_working_days_go_over_weekends_and_bank_holidays(start, count, day):
    assert working_days_on(start, count) == day


def test_a_month_before_the_last_of_march_is_the_last_of_february():
    assert _months_before(date(2016, 3, 31), 1) == date(2016, 2, 29)
    assert _months_before(date(2015, 2, 28), 12) == date(2014, 2, 28)


def test_the_whole_programme_is_what_the_board_runs():
    kinds = [opening.kind for opening in openings(Scale())]
    assert kinds.count("mash_weekly") == 104
    assert kinds.count("case_review") == 4
    assert kinds.count("inspection_plan") == 1
    assert len(set(kinds)) == 10


# Weakest answers by hand: C1 no, C2 yes, C3 nobody can tell, C4 not applicable, C5 nobody said.
SAID = {
    "police": {"C1": "yes", "C2": "yes", "C3": "cannot_tell", "C4": "not_applicable"},
    "health": {"C1": "no", "C3": "not_applicable"},
}
CHOICES = Choices(
    "s", "S",
    (
        Choice("yes", "Yes", 1), Choice("no", "No", 0),
        Choice("not_applicable", "N/A", standing=Standing.NOT_APPLICABLE),
        Choice("cannot_tell", "Cannot tell", standing=Standing.CANNOT_TELL),
    ),
)  # fmt: skip
ASKED = Question("q", 1, "Part", "Was it?", scale=CHOICES)


def test_a_finding_is_counted_by_the_weakest_answer_of_each_case():
    rule = FindingRule(
        "Theme", "q", ShareRule(of=("no",), count_at_least=1), "Not always.", None, "", minimum=1
    )
    cases = ("C1", "C2", "C3", "C4", "C5")
    told = Told(
        ref="X", kind="x", opened=date(2016, 1, 4), days=1, remind=(), escalate=(),
        queries_within=2, questions=(ASKED,), rules=(rule,), asked_of=dict.fromkeys(SAID, cases),
        questions_of=dict.fromkeys(SAID, (ASKED,)),
    )  # fmt: skip
    for unit, said in SAID.items():
        facts = {(case, 1): Fact(value, value) for case, value in said.items()}
        told.intents[unit] = Intent(unit, Manner.CLEAN, facts, date(2016, 1, 5))
    [found] = findings_of(told)
    assert (found.x, found.n, found.left_out) == (1, 2, 1)
    assert (found.cannot_tell, found.unanswered) == (1, 1)


def told_in_parts(sizes):
    """Two cases of each part: both of part A are "yes", both of part B "no"."""
    share = ShareRule(of=("yes",), below=0.7), ShareRule(of=("yes",), at_least=0.85)
    rule = FindingRule("Theme", "q", share[0], "Seldom.", share[1], "Nearly always.", minimum=1)
    cases = ("A1", "A2", "B1", "B2")
    told = Told(
        ref="X", kind="x", opened=date(2016, 1, 4), days=1, remind=(), escalate=10,
        queries_within=2, questions=(ASKED,), rules=(rule,), asked_of={"police": cases},
        questions_of={"police": (ASKED,)}, strata={case: case[0] for case in cases},
        could_be_drawn=Counter(sizes),
    )  # fmt: skip
    facts = {(case, 1): Fact(*(["yes", "no"][case[0] == "B"],) * 2) for case in cases}
    told.intents["police"] = Intent("police", Manner.CLEAN, facts, date(2016, 1, 5))
    return told


@pytest.mark.parametrize(
    ("sizes", "kind"),
    [
        ({"A": 50, "B": 50}, "development"),  # half of all, as counted
        ({"A": 90, "B": 10}, "strength"),  # 2 x 45 of 100, though two of four as counted
        ({"A": 10, "B": 90}, "development"),
        ({"A": 85, "B": 15}, "strength"),  # 85 % is at least 85 %
    ],
)
def test_a_share_is_of_the_frame_where_its_parts_had_unlike_chances(sizes, kind):
    [found] = findings_of(told_in_parts(sizes))
    assert (found.kind, found.x, found.n) == (kind, 2, 4)


def test_a_case_of_a_part_stands_for_those_judged_from_it_only():
    told = told_in_parts({"A": 80, "B": 20})
    told.intents["police"].facts["B2", 1] = Fact("cannot_tell", "Cannot tell")
    assert findings_of(told) == (), "80 of 100, with B1 for all of B: between the two rules"
    told.targeted = frozenset({"A1"})
    assert findings_of(told) == (), "80 of 100, with A2 for all of A"


def a_member(came, settled=None):
    moments = [datetime.fromisoformat(at) if at else None for at in (came, settled)]
    return Member("1", date(2017, 3, 6), "", (), restricted=False, marks=frozenset(), surname="",
                  came=moments[0], settled=moments[1])  # fmt: skip


def test_waits_are_those_counted_by_hand():
    members = [
        a_member("2017-03-06T09:00", "2017-03-06T11:00"),  # 120 minutes
        a_member("2017-03-03T16:00", "2017-03-06T12:00"),  # 240, over a weekend
        a_member("2017-03-06T08:00"),  # open for 420, until the last moment told
        a_member("2017-03-02T10:00", "2017-03-06T16:00"),  # came before the window
    ]
    # A third each; what is open hands its third on to nobody, for none waits longer.
    assert waited(members, date(2017, 3, 3), date(2017, 3, 9)) == Waited(3, 2, 240, None)
    assert waited((), date(2017, 3, 3), date(2017, 3, 9)) is None
