"""The truth's own calendar: bank holidays as GOV.UK lists them, kept apart from the engine's."""

from collections.abc import Iterator
from datetime import date, timedelta


# https://www.gov.uk/bank-holidays, England and Wales, the years that the programme lies in.
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2015-04-03", "2015-04-06", "2015-05-04", "2015-05-25", "2015-08-31", "2015-12-25",
        "2015-12-28", "2016-01-01", "2016-03-25", "2016-03-28", "2016-05-02", "2016-05-30",
        "2016-08-29", "2016-12-26", "2016-12-27", "2017-01-02", "2017-04-14", "2017-04-17",
        "2017-05-01", "2017-05-29", "2017-08-28", "2017-12-25", "2017-12-26",
    )
)  # fmt: skip


def is_worked(day: date) -> bool:
    """Tell whether offices are open."""
    return day.weekday() not in (5, 6) and day not in BANK_HOLIDAYS


def worked_days(start: date, step: int) -> Iterator[date]:
    """Yield the working days after ``start`` (before it, where ``step`` is -1), without end."""
    day = start
    while True:
        day += timedelta(days=step)
        if is_worked(day):
            yield day


def working_days_on(start: date, count: int) -> date:
    """Return the working day so many after ``start``, before it if negative."""
    if count == 0:
        if is_worked(start):
            return start
        return next(worked_days(start, 1))
    step = 1 if count > 0 else -1
    days = worked_days(start, step)
    return [next(days) for _ in range(abs(count))][-1]
