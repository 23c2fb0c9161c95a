"""Who hears of an action that is not done, and from which day."""

from datetime import date, timedelta

import pytest
from builders.findings import an_action
from hypothesis import given, settings, strategies as st

from audits.actions import ActionStep, due_action_rung
from audits.domain.status import ActionStatus


quickly = settings(deadline=None, max_examples=100)
DUE = date(2017, 6, 30)
QEG = (date(2017, 5, 10), date(2017, 7, 14), date(2017, 8, 9), date(2017, 10, 11))
BOARD = (date(2017, 8, 29), date(2017, 9, 20), date(2017, 12, 6))


def step_on(day: date, **meetings: tuple[date, ...]) -> ActionStep | None:
    rung = due_action_rung(an_action(due=DUE), day, **meetings)
    return rung.step if rung else None


@pytest.mark.parametrize(
    ("days", "step", "to"),
    [
        (-28, ActionStep.FIRST_REMINDER, ("owner",)),
        (-8, ActionStep.FIRST_REMINDER, ("owner",)),
        (-7, ActionStep.LAST_REMINDER, ("owner",)),
        (0, ActionStep.OVERDUE_NOTICE, ("owner", "agency_lead")),
        (13, ActionStep.OVERDUE_NOTICE, ("owner", "agency_lead")),
        (14, ActionStep.QEG_MEMBER, ("qeg_member",)),
        (59, ActionStep.QEG_MEMBER, ("qeg_member",)),
        (60, ActionStep.CHAIR_LETTER, ("board_member",)),
        (400, ActionStep.CHAIR_LETTER, ("board_member",)),
    ],
)
def test_each_step_has_its_day_and_its_reader(
    days: int, step: ActionStep, to: tuple[str, ...]
) -> None:
    rung = due_action_rung(an_action(due=DUE), DUE + timedelta(days=days))
    assert rung is not None
    assert (rung.step, rung.to) == (step, to)


def test_nothing_is_due_before_the_first_reminder() -> None:
    assert step_on(DUE - timedelta(days=29)) is None


@pytest.mark.parametrize(
    ("day", "step"),
    [
        # The member is told on 14 July, so that day's meeting is too soon for an agenda item.
        (date(2017, 7, 14), ActionStep.QEG_MEMBER),
        (date(2017, 8, 8), ActionStep.QEG_MEMBER),
        (date(2017, 8, 9), ActionStep.QEG_AGENDA),
        (date(2017, 8, 28), ActionStep.QEG_AGENDA),
        # The chair writes on 29 August; the board's next meeting after that is in September.
        (date(2017, 8, 29), ActionStep.CHAIR_LETTER),
        (date(2017, 9, 20), ActionStep.BOARD),
        (date(2017, 12, 25), ActionStep.BOARD),
    ],
)
def test_meetings_take_the_action_as_an_item(day: date, step: ActionStep) -> None:
    assert step_on(day, qeg_meetings=QEG, board_meetings=BOARD) is step


@pytest.mark.parametrize("status", sorted(set(ActionStatus) - {ActionStatus.OPEN}))
def test_only_an_open_action_is_chased(status: ActionStatus) -> None:
    assert due_action_rung(an_action(due=DUE, status=status), date(2018, 1, 1)) is None


def test_a_reminder_from_before_the_action_was_opened_is_passed_over() -> None:
    action = an_action(due=DUE, opened_on=DUE - timedelta(days=10))
    assert due_action_rung(action, DUE - timedelta(days=8)) is None
    last = due_action_rung(action, DUE - timedelta(days=7))
    assert last is not None
    assert last.step is ActionStep.LAST_REMINDER


def test_an_action_taken_over_when_already_overdue_is_chased_at_its_true_rung() -> None:
    action = an_action(due=DUE, opened_on=DUE + timedelta(days=92))
    rung = due_action_rung(action, DUE + timedelta(days=92))
    assert rung is not None
    assert rung.step is ActionStep.CHAIR_LETTER


@given(st.integers(-60, 200), st.integers(0, 100), st.sets(st.dates(DUE, date(2018, 6, 1))))
@quickly
def test_the_ladder_is_only_ever_climbed_in_days(
    days: int, later: int, meetings: set[date]
) -> None:
    today = DUE + timedelta(days=days)
    dates = tuple(meetings)
    before = due_action_rung(an_action(due=DUE), today, qeg_meetings=dates, board_meetings=dates)
    after = due_action_rung(
        an_action(due=DUE),
        today + timedelta(days=later),
        qeg_meetings=dates,
        board_meetings=dates,
    )
    if before is not None:
        assert before.day <= today
        assert after is not None
        assert after.day >= before.day
