"""When a tick is late: by the clock, or by working days and hours where the office must be open."""

from datetime import datetime, timedelta

from audits.domain.ticks import Tick
from audits.domain.working_days import WorkingCalendar
from audits.statistics import working_hours


PERIODS = 3  # a tick that has not succeeded for so many of its own is late
AN_HOUR = timedelta(hours=1)


def is_late(tick: Tick, since: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    """Tell whether a tick that succeeded last at ``since`` has missed three of its periods.

    What is started on working days only has a period of a working day.
    """
    if tick.weekdays_only:
        return now >= working_days_later(since, PERIODS, calendar)
    return now - since >= PERIODS * tick.period


def is_silent(tick: Tick, since: datetime, now: datetime, calendar: WorkingCalendar) -> bool:
    """Tell whether a tick that ran last at ``since`` has not run for an hour of office hours.

    One with a longer period has that hour from when it was due again.
    """
    due = since
    if tick.weekdays_only:
        due = working_days_later(since, 1, calendar)
    elif tick.period >= AN_HOUR:
        due = since + tick.period
    hours = AN_HOUR / timedelta(hours=1)
    return due < now and working_hours(due, now, calendar, most=hours) >= hours


def working_days_later(since: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Return the same time of day so many working days later."""
    local = since.astimezone(calendar.zone)
    day = calendar.add_working_days(local.date(), days)
    return datetime.combine(day, local.time(), calendar.zone)
