"""How long families waited: what the month's, the quarter's and the public paper say of it."""

import re
from dataclasses import replace

import pytest
from builders.period import a_quarter
from builders.rendered import facts_of

from audits.reporting import PERIOD_PAPERS, Limits, WaitsFact, WaitWeek, make_paper
from audits.reporting.paper import Picture
from audits.reporting.waits_chart import hours_in_words


ABOUT = Limits(5.5, 4, 7)


def a_wait(n: int, **changes: object) -> WaitWeek:
    week = WaitWeek(f"MASH-2017-W{n:02}", 284, 270, 12, 2, 5.5, 14.25)
    return replace(week, **changes)


def waits(*weeks: WaitWeek, limits: Limits | None = ABOUT) -> WaitsFact:
    inside = frozenset(week.label for week in weeks)
    trial = len(weeks) < 12
    return WaitsFact(weeks, inside, (), limits, trial, "09:00", "17:00")


WEEKS = [a_wait(n) for n in range(1, 14)]
SLOW = a_wait(9, median=9.75, ninetieth=None, signals=("outside the limits",))
WEEKS[8] = SLOW
BOTH = pytest.mark.parametrize("name", PERIOD_PAPERS)


def paper(name: str, facts: WaitsFact | None, version: str = "professional"):
    return PERIOD_PAPERS[name](replace(a_quarter(), waits=facts), version)


def said(*args, **more) -> str:
    return "\n".join(facts_of(paper(*args, **more)))


@pytest.mark.parametrize(
    ("hours", "words"),
    [(5.5, "5 h 30 min"), (0.75, "45 min"), (8, "8 h"), (0, "0 h"), (0.9999, "1 h"),
     (None, "not yet known")],
)  # fmt: skip
def test_hours_are_said_to_the_minute_and_without_a_decimal(hours, words):
    assert hours_in_words(hours) == words


@BOTH
def test_each_week_stands_in_the_table_and_in_the_words_of_the_picture(name):
    *_, picture = (b for b in paper(name, waits(*WEEKS)).blocks if isinstance(b, Picture))
    assert picture.table.rows[0] == (
        "MASH-2017-W01", "284", "12", "2", "5 h 30 min", "14 h 15 min", "no",
    )  # fmt: skip
    assert picture.table.rows[8][4:] == ("9 h 45 min", "not yet known", "outside the limits")
    assert "MASH-2017-W09: 9 h 45 min" in picture.alt
    assert "chance alone explains 4 h to 7 h" in picture.alt


@BOTH
def test_it_says_that_all_are_counted_by_which_hours_and_what_is_more_than_chance(name):
    text = said(name, waits(*WEEKS))
    assert "All 3,692 contacts that came in the weeks of this paper are counted" in text
    assert "Hours are those from 09:00 to 17:00 on working days in England" in text
    assert "26 are in no hours" in text
    assert "Worth a look: MASH-2017-W09 (outside the limits)." in text
    assert "trial" not in text.split("How long families waited")[1].split("How to read")[0]


@BOTH
def test_below_twelve_weeks_the_limits_are_a_trial(name):
    text = said(name, waits(*WEEKS[:8]))
    assert "The limits are a trial, as there are fewer than twelve weeks." in text
    assert "No week of this paper stands out from the others." in text


@BOTH
def test_one_week_has_no_limits_and_no_verdict(name):
    assert "There are too few weeks to tell a change from chance." in said(
        name, waits(WEEKS[0], limits=None)
    )


@BOTH
def test_weeks_of_which_nothing_is_known_yet_are_shown_as_that(name):
    none = a_wait(1, median=None, ninetieth=None, decided=0, still_open=282)
    text = said(name, waits(none, limits=None))
    assert "not yet known" in text
    assert "nan" not in text.split()


@BOTH
def test_no_arrow_no_percentage_and_no_decimal_stands_in_it(name):
    assert not re.search(r"%|\d\.\d|[↑↓▲▼]", said(name, waits(*WEEKS)))


@BOTH
def test_a_register_without_times_has_one_sentence(name):
    text = said(name, None)
    assert "these registers keep days, not hours" in text
    assert "Half decided within" not in text


def test_in_public_a_range_of_whole_hours_is_said_and_no_week_is_named():
    text = said("mash_quarter", waits(*WEEKS), "public")
    assert "were decided within 6 to 10 working hours, in 13 weeks of this period" in text
    assert "MASH-2017-W" not in text
    assert "14 h 15 min" not in text


def test_in_public_weeks_of_fewer_than_six_decisions_are_in_no_number():
    few = [a_wait(n, decided=5, median=30.0) for n in (1, 2)]
    text = said("mash_quarter", waits(*few, *WEEKS[2:5]), "public")
    assert "within 6 working hours, in 3 weeks" in text
    assert "working hours" not in said("mash_quarter", waits(*few, WEEKS[3]), "public")
    assert "working hours" not in said("mash_quarter", None, "public")


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_it_is_made_in_each_format(format):
    facts = replace(a_quarter(), waits=waits(*WEEKS))
    assert make_paper("mash_quarter", facts, format=format, version="professional")


@BOTH
def test_weeks_that_are_not_in_it_are_named_with_the_reason(name):
    facts = replace(
        waits(*WEEKS), without=("MASH-2017-W05",), otherwise=("MASH-2017-W04", "MASH-2017-W03")
    )
    text = said(name, facts)
    assert "No times at all are known of MASH-2017-W05." in text
    assert "counted by other office hours: MASH-2017-W04, MASH-2017-W03." in text
