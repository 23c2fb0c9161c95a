"""The quality group's year plan: which audits open and are due when, and what will not go well."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


def warnings_for(
    openings: Sequence[Opening], calendar: WorkingCalendar, today: date, names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what will not go well, in sentences: capacity, clashes, days off, one cycle twice.

    What is past is past: nothing is said of a month, or of days, before ``today``. ``names`` are
    those of the agencies, by their codes.
    """
    planned = [opening for opening in openings if not opening.is_routine]
    routine = [opening for opening in openings if opening.is_routine]
    return (
        *_too_many(planned, today, names),
        *_clashes(planned, routine, today, names),
        *_days_off(openings, calendar, today),
        *_twice(planned, today),
    )


def _too_many(planned: Sequence[Opening], today: date, names: Mapping[str, str]) -> Iterator[str]:
    landing: dict[tuple[date, str], list[str]] = defaultdict(list)
    for opening in planned:
        for agency in opening.agencies:
            landing[opening.opens.replace(day=1), agency].append(opening.name)
    for (month, agency), titles in sorted(landing.items()):
        if len(titles) >= TOO_MANY and month >= today.replace(day=1):
            audits = many(len(titles), "audit")
            yield (
                f"{month:%B %Y}: {audits} land on {_named(agency, names)} ({', '.join(titles)}). "
                "Move one."
            )


def _clashes(
    planned: Sequence[Opening], routine: Sequence[Opening], today: date, names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the planned audits that are due on a day when an agency's weekly work is due too."""
    for opening in planned:
        for other in routine:
            is_alike = opening.due == other.due >= today
            both = [agency for agency in opening.agencies if agency in other.agencies]
            if both and is_alike:
                who = ", ".join(_named(agency, names) for agency in both)
                yield (
                    f"{opening.name} is due back on {weekday_in_words(opening.due)}, the day "
                    f"{other.name} is due: {who} return both."
                )


def _days_off(openings: Sequence[Opening], calendar: WorkingCalendar, today: date) -> Iterator[str]:
    for opening in openings:
        if opening.opens >= today and not calendar.is_working_day(opening.opens):
            day = weekday_in_words(opening.opens)
            yield f"{opening.name} opens on {day}, which is no working day."
        to_come = _between(max(opening.opens, today), opening.due)
        off = [day for day in to_come if calendar.is_holiday(day) and day.weekday() < 5]
        if off:
            days = " and ".join(map(weekday_in_words, off))
            opens, due = weekday_in_words(opening.opens), weekday_in_words(opening.due)
            yield f"{opening.name} of {opens} is out over {days}: due on {due}."


def _named(agency: str, names: Mapping[str, str]) -> str:
    """Return what an agency is called; one that no list has, by its code as one reads it."""
    return names.get(agency) or agency.replace("_", " ")


def _twice(planned: Sequence[Opening], today: date) -> Iterator[str]:
    first: dict[str, Opening] = {}
    for opening in planned:
        before = first.setdefault(opening.ref, opening)
        if before is not opening and opening.opens >= today:
            first_day, second_day = weekday_in_words(before.opens), weekday_in_words(opening.opens)
            yield (
                f"{opening.name} is planned for {first_day} and {second_day}, which is "
                f"one cycle, {opening.ref}: the second opens nothing."
            )


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=day) for day in range((last - first).days + 1))
