"""What findings ask for, of whom and by when."""

from datetime import date
from itertools import count

from builders.findings import BANK_HOLIDAYS, a_calendar, a_rule, a_share
from hypothesis import given, settings, strategies as st

from audits.actions import proposed_actions, smart_lint
from audits.domain.action import Action
from audits.domain.finding import Finding, FindingKind, Interval
from audits.domain.plan import FindingRule, ProposedAction
from audits.domain.status import ActionStatus


TELL = ProposedAction(
    "Send every referrer the outcome within one working day", "social_care", 10,
    "feedback_to_referrer is yes in 18 of the next 20 cases",
)  # fmt: skip
RULE = a_rule(development=a_share("no", count_at_least=1), action=TELL)
CONSENT = a_rule(question="consent", development=a_share("no", count_at_least=1), action=TELL)


def a_finding(
    rule: FindingRule,
    number: int = 1,
    *,
    kind: FindingKind = FindingKind.DEVELOPMENT,
    text: str = "",
) -> Finding:
    usual = rule.development_text if kind is FindingKind.DEVELOPMENT else rule.strength_text
    return Finding(
        f"MASH-2017-W10-F{number}", rule.theme, rule.question, kind, text or usual,
        Interval(1, 10, 240, low=1, high=110), left_out=0, cannot_tell=0, answers=(),
    )  # fmt: skip


def proposed(
    *findings: Finding, rules: tuple[FindingRule, ...] = (RULE,), today: date = date(2017, 4, 13)
) -> tuple[Action, ...]:
    return proposed_actions(
        findings, rules, today=today, calendar=a_calendar(), cycle="MASH-2017-W10",
        next_number=count(41).__next__,
    )  # fmt: skip


def test_an_area_for_development_proposes_its_rule_s_action() -> None:
    (action,) = proposed(a_finding(RULE))
    assert action.id == "A41"
    assert action.title == TELL.title
    assert (action.source, action.cycle) == ("audit", "MASH-2017-W10")
    assert (action.owner, action.measure) == ("social_care", TELL.measure)
    assert action.status is ActionStatus.PROPOSED
    assert action.findings == ("MASH-2017-W10-F1",)


def test_it_is_due_in_working_days_over_easter_and_may_day() -> None:
    # Good Friday, Easter Monday and May Day all fall within the ten working days.
    (action,) = proposed(a_finding(RULE))
    assert action.due == action.original_due == date(2017, 5, 2)
    assert action.opened_on == date(2017, 4, 13)


def test_findings_that_ask_for_the_same_action_share_it() -> None:
    actions = proposed(a_finding(RULE), a_finding(CONSENT, 2), rules=(RULE, CONSENT))
    assert [(a.id, a.findings) for a in actions] == [
        ("A41", ("MASH-2017-W10-F1", "MASH-2017-W10-F2"))
    ]


def test_a_strength_asks_for_nothing() -> None:
    assert proposed(a_finding(RULE, kind=FindingKind.STRENGTH)) == ()


def test_a_rule_without_an_action_proposes_none() -> None:
    silent = a_rule(development=a_share("no", count_at_least=1))
    assert proposed(a_finding(silent), rules=(silent,)) == ()


def test_a_record_that_does_not_say_is_not_given_the_rule_s_action() -> None:
    assert proposed(a_finding(RULE, text="Too often the record does not say")) == ()


@given(
    st.dates(date(2017, 1, 1), date(2018, 3, 1)),
    st.lists(st.integers(1, 40), min_size=1, max_size=5, unique=True),
)
@settings(deadline=None, max_examples=80)
def test_numbers_run_on_and_no_action_falls_due_on_a_day_off(
    today: date, within: list[int]
) -> None:
    rules = tuple(
        a_rule(
            question=f"q{days}",
            development=a_share("no", count_at_least=1),
            action=ProposedAction(f"Action {days}", "health", days),
        )
        for days in within
    )
    actions = proposed(*map(a_finding, rules), rules=rules, today=today)
    assert [action.id for action in actions] == [f"A{41 + n}" for n in range(len(within))]
    for action in actions:
        assert action.due > today
        assert action.due.weekday() < 5
        assert action.due not in BANK_HOLIDAYS


def test_a_well_written_rule_gives_an_action_without_a_doubt() -> None:
    (action,) = proposed(a_finding(RULE))
    assert smart_lint(action) == ()
