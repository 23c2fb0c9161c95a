"""Working days and deadlines: weekends and bank holidays never count, in local time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


ENGLAND = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days people work, and in which zone their clocks run.

    ``is_holiday`` answers for one date; the wiring gives England's bank holidays from a kept
    library. People are at work from ``start_of_day`` to ``close_of_day``.
    """

    is_holiday: Callable[[date], bool]
    zone: ZoneInfo = ENGLAND
    close_of_day: time = time(17, 0)
    start_of_day: time = time(9, 0)

    def is_working_day(self, day: date) -> bool:
        """Tell whether people are at work on this day."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day ``count`` working days after (before, if negative) ``day``.

        Zero gives ``day`` itself, or the next working day when it is not one.
        """
        step = timedelta(days=1)
        if count < 0:
            step = -step
        left = abs(count)
        while left or not self.is_working_day(day):
            day += step
            left -= self.is_working_day(day) and left > 0
        return day

    def local_date(self, instant: datetime) -> date:
        """Return the date on the wall calendar at this instant."""
        return instant.astimezone(self.zone).date()

    def deadline(self, start: date, working_days: int) -> datetime:
        """Return the close of the working day ``working_days`` after ``start``, as an instant."""
        day = self.add_working_days(start, working_days)
        return datetime.combine(day, self.close_of_day, self.zone)
