"""Which ticks the time went by for, while nothing ran."""

from datetime import datetime

from audits.domain.ticks import Tick
from audits.domain.working_days import WorkingCalendar
from audits.workspace import Workspace


def overdue_ticks(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the ticks that are to be started at once, for the last time they were due was missed.

    One run does the work of all that were missed. What people get letters from, the ticks of one
    hour of the day, is only made up for on the same working day while the office is open: nobody is
    chased at night, and the next morning's chase has all that is left.
    """
    now = workspace.clock()
    done = {state.name: state.succeeded_at for state in workspace.ticks.states()}
    return tuple(
        tick.name
        for tick in workspace.schedule
        if _went_by(tick, done.get(tick.name), now)
        and _may_be_made_up(tick, now, workspace.calendar)
    )


def _went_by(tick: Tick, done: datetime | None, now: datetime) -> bool:
    return done is None or done < tick.last_due(now)


def _may_be_made_up(tick: Tick, now: datetime, calendar: WorkingCalendar) -> bool:
    if not tick.weekdays_only:
        return True
    today = calendar.local_date(now)
    is_of_today = calendar.local_date(tick.last_due(now)) == today
    closes = datetime.combine(today, calendar.close_of_day, calendar.zone)
    return is_of_today and calendar.is_working_day(today) and now < closes
