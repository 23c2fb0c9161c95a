"""Questions, answers, rules and actions for tests of what audits find and ask for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from audits.domain.action import Action
from audits.domain.finding import CaseAnswer
from audits.domain.plan import FindingRule, ProposedAction, ShareRule
from audits.domain.question import Choice, Question, Scale, Standing
from audits.domain.status import ActionStatus
from audits.domain.working_days import WorkingCalendar


YES_PARTLY_NO = Scale(
    "yes_partly_no",
    "Yes, partly or no",
    (
        Choice("yes", "Yes", 2),
        Choice("partly", "Partly", 1),
        Choice("no", "No", 0),
        Choice("na", "Not applicable", standing=Standing.NOT_APPLICABLE),
        Choice("unclear", "Cannot tell from the record", standing=Standing.CANNOT_TELL),
    ),
)

# England's bank holidays as the government published them.
BANK_HOLIDAYS = frozenset(
    {
        *(date(2016, 12, day) for day in (26, 27)),
        *(date(2017, 1, 2), date(2017, 4, 14), date(2017, 4, 17), date(2017, 5, 1)),
        *(date(2017, 5, 29), date(2017, 8, 28), date(2017, 12, 25), date(2017, 12, 26)),
        *(date(2018, 1, 1), date(2018, 3, 30), date(2018, 4, 2), date(2018, 5, 7)),
    }
)


def a_calendar() -> WorkingCalendar:
    """Return England's working days in 2017."""
    return WorkingCalendar(BANK_HOLIDAYS.__contains__)


def a_question(id: str = "feedback", *, scale: Scale | None = YES_PARTLY_NO) -> Question:
    """Return a question of choices."""
    return Question(id, 1, "Decision", "Was the referrer told?", scale=scale, theme="Feedback")


def answers_of(
    values: Sequence[str | None],
    *,
    unit: str = "police",
    question: str = "feedback",
    targeted: int = 0,
) -> tuple[CaseAnswer, ...]:
    """Return one unit's answer for each case in turn; the first ``targeted`` were chosen."""
    return tuple(
        CaseAnswer(unit, f"MASH17W10-{n:02}", question, value, targeted=n <= targeted)
        for n, value in enumerate(values, start=1)
    )


def a_share(
    *of: str,
    below: float | None = None,
    at_least: float | None = None,
    count_at_least: int | None = None,
) -> ShareRule:
    """Return a rule on the cases given these choices."""
    return ShareRule(of, below=below, at_least=at_least, count_at_least=count_at_least)


def a_rule(
    *,
    question: str = "feedback",
    development: ShareRule | None = None,
    strength: ShareRule | None = None,
    minimum: int = 20,
    action: ProposedAction | None = None,
) -> FindingRule:
    """Return a rule on feedback to referrers."""
    return FindingRule(
        theme="Feedback",
        question=question,
        development_when=development,
        development_text="Referrers were not always told the outcome",
        strength_when=strength,
        strength_text="Referrers were told the outcome",
        minimum=minimum,
        action=action,
    )


def an_action(
    *,
    title: str = "Send every referrer the outcome within one working day",
    owner: str = "social_care",
    due: date = date(2017, 6, 30),
    status: ActionStatus = ActionStatus.OPEN,
    measure: str = "feedback_to_referrer is yes in 18 of the next 20 cases",
    opened_on: date = date(2017, 3, 10),
    times_moved: int = 0,
    percent_done: int = 60,
    updated_on: date | None = date(2017, 4, 3),
) -> Action:
    """Return an action that is under way, on track and well worded on 10 April 2017."""
    updated_at = (
        datetime(updated_on.year, updated_on.month, updated_on.day, 9, tzinfo=UTC)
        if updated_on
        else None
    )
    return Action(
        "A1", title, "audit", "MASH-2017-W10", owner, due, status, opened_on, measure,
        original_due=due, times_moved=times_moved, percent_done=percent_done,
        updated_at=updated_at,
    )  # fmt: skip
