"""The quality group's year plan: which audits open and are due when, and what will not go well."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .amounts import many
from .days import weekday_in_words
from .errors import UserError
from .working_days import WorkingCalendar


YEAR = re.compile(r"^(\d{4})/(\d{2})$")
APRIL = 4
TOO_MANY = 3  # audits that land on one agency in one month
ROUTINE = 12  # openings in a year from which on a kind is the weekly work, not a project


@dataclass(frozen=True, slots=True)
class PlannedAudit:
    """One line of the year plan: on a day, in a month (its first day is given), or as scheduled."""

    kind: str
    on: date | None = None
    month: date | None = None

    def opens(self, calendar: WorkingCalendar) -> date | None:
        """Return the day it opens, the first working day of a month; None where it is scheduled."""
        return calendar.add_working_days(self.month, 0) if self.month else self.on


@dataclass(frozen=True, slots=True)
class Opening:
    """One cycle of the plan: when its packs go out and are due, and to whom."""

    kind: str
    ref: str
    opens: date
    due: date
    agencies: tuple[str, ...]
    is_routine: bool = False
    title: str = ""  # as people call it; its kind, where it has none

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.title or self.kind


def year_of(day: date) -> str:
    """Return the year that a day is in, from April to March.

    >>> year_of(date(2017, 3, 31)), year_of(date(2017, 4, 1)), year_of(date(1999, 5, 1))
    ('2016/17', '2017/18', '1999/00')
    """
    first = day.year if day.month >= APRIL else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def days_of_year(year: str) -> tuple[date, date]:
    """Return the first and the last day of a year that is written as 2016/17, from April to March.

    Raises:
        UserError: if it is written otherwise.
    """
    match = YEAR.match(year)
    first = int(match[1]) if match else 0
    if match is None or (first + 1) % 100 != int(match[2]):
        raise UserError(f"'{year}' is no year of the plan. Write it as 2016/17.")
    return date(first, 4, 1), date(first + 1, 3, 31)


def in_words(code: str) -> str:
    """Return an agency's code as one reads it."""
    return code.replace("_", " ")


def warnings_for(openings: Sequence[Opening], calendar: WorkingCalendar) -> tuple[str, ...]:
    """Return what will not go well, in sentences: capacity, clashes, days off, one cycle twice."""
    planned = [opening for opening in openings if not opening.is_routine]
    return (
        *_too_many(planned),
        *_clashes(planned, [opening for opening in openings if opening.is_routine]),
        *_days_off(openings, calendar),
        *_twice(planned),
    )


def _too_many(planned: Sequence[Opening]) -> Iterator[str]:
    landing: dict[tuple[date, str], list[str]] = defaultdict(list)
    for opening in planned:
        for agency in opening.agencies:
            landing[opening.opens.replace(day=1), agency].append(opening.name)
    for (month, agency), names in sorted(landing.items()):
        if len(names) >= TOO_MANY:
            audits = many(len(names), "audit")
            yield (
                f"{month:%B %Y}: {audits} land on {in_words(agency)} ({', '.join(names)}). "
                "Move one."
            )


def _clashes(planned: Sequence[Opening], routine: Sequence[Opening]) -> Iterator[str]:
    """Yield the planned audits that are due on a day when an agency's weekly work is due too."""
    for opening in planned:
        for other in routine:
            both = [in_words(agency) for agency in opening.agencies if agency in other.agencies]
            if both and opening.due == other.due:
                yield (
                    f"{opening.name} is due back on {weekday_in_words(opening.due)}, the day "
                    f"{other.name} is due: {', '.join(both)} return both."
                )


def _days_off(openings: Sequence[Opening], calendar: WorkingCalendar) -> Iterator[str]:
    for opening in openings:
        if not calendar.is_working_day(opening.opens):
            day = weekday_in_words(opening.opens)
            yield f"{opening.name} opens on {day}, which is no working day."
        off = [day for day in _between(opening.opens, opening.due) if calendar.is_holiday(day)]
        off = [day for day in off if day.weekday() < 5]
        if off:
            days = " and ".join(weekday_in_words(day) for day in off)
            opens, due = weekday_in_words(opening.opens), weekday_in_words(opening.due)
            yield f"{opening.name} of {opens} is out over {days}: due on {due}."


def _twice(planned: Sequence[Opening]) -> Iterator[str]:
    first: dict[str, Opening] = {}
    for opening in planned:
        before = first.setdefault(opening.ref, opening)
        if before is not opening:
            first_day, second_day = weekday_in_words(before.opens), weekday_in_words(opening.opens)
            yield (
                f"{opening.name} is planned for {first_day} and {second_day}, which is "
                f"one cycle, {opening.ref}: the second opens nothing."
            )


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=day) for day in range((last - first).days + 1))
