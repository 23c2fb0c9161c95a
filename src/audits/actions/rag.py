"""How an action stands: always worked out, never typed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from audits.domain.action import Action, Rag
from audits.domain.status import ActionStatus
from audits.domain.working_days import WorkingCalendar


STALE_DAYS = 30  # green needs an update younger than this
SOON_DAYS = 28  # due this soon with less than half done is amber
HALF_DONE = 50
MOVED_TOO_OFTEN = 2


@dataclass(frozen=True, slots=True)
class RagDays:
    """The days on which a colour turns, as seen from today: what a database can compare with."""

    today: date
    soon: date  # due on this day or before: soon
    stale: date  # opened on this day or before and never updated: stale
    stale_before: datetime  # updated before this instant: stale


def rag_days(today: date, calendar: WorkingCalendar) -> RagDays:
    """Return the days on which colours turn."""
    stale = today - timedelta(days=STALE_DAYS)
    midnight = datetime.combine(stale + timedelta(days=1), time(), calendar.zone)
    return RagDays(today, today + timedelta(days=SOON_DAYS), stale, midnight)


def rag(action: Action, today: date, calendar: WorkingCalendar) -> Rag:
    """Return the action's colour today, the worst that applies while it is unfinished.

    - black: closed by the quality group, or withdrawn
    - blue: complete, awaiting the quality group
    - red: overdue, or its date moved twice or more, or somebody says that it is
    - grey: proposed and not yet accepted
    - amber: nobody said by when; or due within 28 days and less than half done; or its date moved
      once; or under way and not updated for 30 days; or somebody says that it is
    - grey: not started
    - green: on track

    A person may say amber or red, with a reason, and never better. The calendar tells the local
    date of the last update.
    """
    if action.status in (ActionStatus.CLOSED, ActionStatus.WITHDRAWN):
        return Rag.BLACK
    if action.status is ActionStatus.COMPLETE:
        return Rag.BLUE
    if _is_red(action, today):
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


def _is_red(action: Action, today: date) -> bool:
    moved_too_often = action.times_moved >= MOVED_TOO_OFTEN
    is_late = action.due is not None and action.due < today
    return is_late or moved_too_often or action.typed_rag is Rag.RED


def _while_there_is_time(action: Action, today: date, calendar: WorkingCalendar) -> Rag:
    days = rag_days(today, calendar)
    if action.due is None:
        return Rag.AMBER
    is_soon = action.due <= days.soon and action.percent_done < HALF_DONE
    if action.times_moved or is_soon or action.typed_rag is Rag.AMBER:
        return Rag.AMBER
    if action.updated_at is None and action.percent_done == 0:
        return Rag.GREY
    if action.updated_at is None:
        return Rag.AMBER if action.opened_on <= days.stale else Rag.GREEN
    return Rag.AMBER if action.updated_at < days.stale_before else Rag.GREEN
