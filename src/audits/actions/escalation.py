"""Chasing an action: from a reminder to its owner up to the highest meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from audits.domain.action import Action
from audits.domain.status import ActionStatus


class ActionStep(StrEnum):
    """The steps of the ladder, lowest first."""

    FIRST_REMINDER = "first_reminder"
    LAST_REMINDER = "last_reminder"
    OVERDUE_NOTICE = "overdue_notice"
    QEG_MEMBER = "qeg_member"
    QEG_AGENDA = "qeg_agenda"
    CHAIR_LETTER = "chair_letter"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class ActionRung:
    """One rung: what happens, from which day, and who hears of it."""

    step: ActionStep
    day: date
    to: tuple[str, ...]


BOARD_MEMBER = "board_member"  # who sits for the owner in the body that runs the audits

# Calendar days from the due date, and the roles that are told.
_LADDER: tuple[tuple[ActionStep, int, tuple[str, ...]], ...] = (
    (ActionStep.FIRST_REMINDER, -28, ("owner",)),
    (ActionStep.LAST_REMINDER, -7, ("owner",)),
    (ActionStep.OVERDUE_NOTICE, 0, ("owner", "agency_lead")),
    (ActionStep.QEG_MEMBER, 14, ("qeg_member",)),
    (ActionStep.CHAIR_LETTER, 60, (BOARD_MEMBER,)),
)


def due_action_rung(
    action: Action,
    today: date,
    *,
    qeg_meetings: Sequence[date] = (),
    board_meetings: Sequence[date] = (),
) -> ActionRung | None:
    """Return the latest rung that is due for an open action, or None.

    The quality group's first meeting after its member was told takes the action as an automatic
    item, and the first ``board_meetings`` after the chair's letter does the same; both are left out
    while no such meeting is known. Days are counted from the date the action is due now. A reminder
    that fell before the action was opened is passed over; what follows the due date never is. An
    action that nobody accepted yet, that its owner calls complete, or that has no date, is not
    chased.
    """
    if action.status is not ActionStatus.OPEN or action.due is None:
        return None
    rungs = (
        *_rungs(action.due),
        *_at_meeting(action.due, ActionStep.QEG_AGENDA, 14, qeg_meetings),
        *_at_meeting(action.due, ActionStep.BOARD, 60, board_meetings),
    )
    from_day = min(action.opened_on + timedelta(days=1), action.due)
    reached = [rung for rung in rungs if from_day <= rung.day <= today]
    steps = tuple(ActionStep)
    return max(reached, key=lambda rung: (rung.day, steps.index(rung.step)), default=None)


def _rungs(due: date) -> Iterator[ActionRung]:
    for step, days, to in _LADDER:
        yield ActionRung(step, due + timedelta(days=days), to)


def _at_meeting(
    due: date, step: ActionStep, days: int, meetings: Sequence[date]
) -> Iterator[ActionRung]:
    told_on = due + timedelta(days=days)
    first = min((meeting for meeting in meetings if meeting > told_on), default=None)
    body = "qeg" if step is ActionStep.QEG_AGENDA else "board"
    if first is not None:
        yield ActionRung(step, first, (body,))
