"""How an action stands: always worked out, never typed."""

from datetime import date

from audits.domain.action import Action, Rag
from audits.domain.status import ActionStatus
from audits.domain.working_days import WorkingCalendar


STALE_DAYS = 30  # green needs an update younger than this
SOON_DAYS = 28  # due this soon with less than half done is amber
HALF_DONE = 50
MOVED_TOO_OFTEN = 2


def rag(action: Action, today: date, calendar: WorkingCalendar) -> Rag:
    """Return the action's colour today, the worst that applies while it is unfinished.

    - black: closed by QEG, or withdrawn
    - blue: complete, awaiting QEG
    - red: overdue, or its date moved twice or more
    - grey: proposed and not yet accepted
    - amber: nobody said by when; or due within 28 days and less than half done; or its date moved
      once; or under way and not updated for 30 days
    - grey: not started
    - green: on track

    The calendar tells the local date of the last update.
    """
    if action.status in (ActionStatus.CLOSED, ActionStatus.WITHDRAWN):
        return Rag.BLACK
    if action.status is ActionStatus.COMPLETE:
        return Rag.BLUE
    if overdue_days(action, today) or action.times_moved >= MOVED_TOO_OFTEN:
        return Rag.RED
    if action.status is ActionStatus.PROPOSED:
        return Rag.GREY
    return _while_there_is_time(action, today, calendar)


def overdue_days(action: Action, today: date) -> int:
    """Return how many days have passed since the action was due; 0 once it is complete."""
    if action.due is None or not is_unfinished(action):
        return 0
    return max(0, (today - action.due).days)


def is_unfinished(action: Action) -> bool:
    """Tell whether the owner still has something to do."""
    return action.status in (ActionStatus.PROPOSED, ActionStatus.OPEN)


def _while_there_is_time(action: Action, today: date, calendar: WorkingCalendar) -> Rag:
    if action.due is None:
        return Rag.AMBER
    is_soon = (action.due - today).days <= SOON_DAYS
    if action.times_moved or (is_soon and action.percent_done < HALF_DONE):
        return Rag.AMBER
    if action.updated_at is None and action.percent_done == 0:
        return Rag.GREY
    updated = calendar.local_date(action.updated_at) if action.updated_at else action.opened_on
    return Rag.AMBER if (today - updated).days >= STALE_DAYS else Rag.GREEN
