"""Which ticks the time went by for, while nothing ran."""

from datetime import datetime

from audits.domain.ticks import Tick, TickState
from audits.domain.working_days import WorkingCalendar
from audits.workspace import Workspace

from .tick_states import tick_states


def overdue_ticks(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the ticks that are to be started at once, for the last time they were due was missed.

    One run does the work of all that were missed. What people get letters from, the ticks of one
    hour of the day, is only made up for on the same working day while the office is open: nobody is
    chased at night, and the next morning's chase has all that is left.
    """
    now = workspace.clock()
    states = tick_states(workspace)
    return tuple(
        tick.name
        for tick in workspace.schedule
        if _went_by(tick, states.get(tick.name), now)
        and _may_be_made_up(tick, now, workspace.calendar)
    )


def _went_by(tick: Tick, state: TickState | None, now: datetime) -> bool:
    if state is None or state.succeeded_at is None:
        return True
    return state.succeeded_at < tick.last_due(now)


def _may_be_made_up(tick: Tick, now: datetime, calendar: WorkingCalendar) -> bool:
    if not tick.weekdays_only:
        return True
    today = calendar.local_date(now)
    is_of_today = calendar.local_date(tick.last_due(now)) == today
    closes = datetime.combine(today, calendar.close_of_day, calendar.zone)
    return is_of_today and calendar.is_working_day(today) and now < closes
