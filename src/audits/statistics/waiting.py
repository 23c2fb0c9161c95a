"""How long decisions took, in working hours, with those still open counted and not dropped."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from typing import Literal

from audits.domain.amounts import many
from audits.domain.working_days import WorkingCalendar


_ROUNDING = 1e-12
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Wait:
    """One case: working hours to its decision, or so far if it is ``still_open``.

    ``initial`` and ``final`` are its ratings (such as red, amber, green) on arrival and now.

    Raises:
        ValueError: if the hours are negative or not a number.
    """

    hours: float
    still_open: bool = False
    initial: str = ""
    final: str = ""

    def __post_init__(self) -> None:
        if not isfinite(self.hours) or self.hours < 0:
            raise ValueError(f"a case cannot have waited {self.hours} hours")


@dataclass(frozen=True, slots=True)
class InTarget:
    """Of the cases of one rating: decided in time, not in time, and open with time left."""

    rating: str
    hours: float
    met: int
    missed: int
    not_yet_known: int


def working_hours(
    start: datetime, end: datetime, calendar: WorkingCalendar, most: float = inf
) -> float:
    """Return the hours between two instants in which people were at work, at most so many.

    The clock runs on working days between the calendar's start and close, in its own zone. No day
    is looked at once there are ``most``, however long ago it began.

    Raises:
        ValueError: if it ends before it starts, or either has no zone.
    """
    if start.tzinfo is None or end.tzinfo is None or end < start:
        raise ValueError(
            f"no working hours from {start} to {end}: two instants with a zone, in order"
        )
    day, last, seconds = calendar.local_date(start), calendar.local_date(end), 0.0
    while day <= last and seconds < most * _HOUR:
        if calendar.is_working_day(day):
            opened = datetime.combine(day, calendar.start_of_day, calendar.zone).astimezone(UTC)
            closed = datetime.combine(day, calendar.close_of_day, calendar.zone).astimezone(UTC)
            inside = min(end, closed) - max(start, opened)
            seconds += max(inside, timedelta()).total_seconds()
        day += timedelta(days=1)
    return min(seconds / _HOUR, most)


def waiting_centile(waits: Sequence[Wait], share: float = 0.5) -> float | None:
    """Return the working hours within which ``share`` of cases were decided (0.5: the median).

    E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of
    the American Statistical Association 53, 1958, pages 457 to 481: a case still open counts as
    waiting for as long as it has. None if so many are open that it is not yet known.

    Raises:
        ValueError: if the share is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"{share} is not a share between 0 and 1")
    for hours, waiting in still_waiting(waits):
        if waiting <= 1 - share + _ROUNDING:
            return hours
    return None


def still_waiting(waits: Sequence[Wait]) -> tuple[tuple[float, float], ...]:
    """Return the share undecided after each hour at which a decision came (Kaplan-Meier)."""
    steps, undecided = [], 1.0
    decided = Counter(wait.hours for wait in waits if not wait.still_open)
    ordered = sorted(wait.hours for wait in waits)
    for hours, count in sorted(decided.items()):
        at_risk = len(ordered) - bisect_left(ordered, hours)
        undecided *= 1 - count / at_risk
        steps.append((hours, undecided))
    return tuple(steps)


def centile_in_words(waits: Sequence[Wait], share: float = 0.5) -> str:
    """Say within how many working hours so many were decided, or why that is not yet known."""
    these = "half" if share == 0.5 else f"{share * 10:g} in ten"
    if not waits:
        return "No case waited for a decision."
    hours = waiting_centile(waits, share)
    if hours is None:
        still = sum(wait.still_open for wait in waits)
        return f"Not yet known when {these} are decided: {still} of {len(waits)} are still open."
    return f"{these.capitalize()} were decided within {many(round(hours), 'working hour')}."


def shares_in_target(
    waits: Sequence[Wait], targets: Mapping[str, float], *, by: Literal["initial", "final"]
) -> tuple[InTarget, ...]:
    """Return for each rating with a target in working hours how many met it.

    Give it both ways: a case that was rated down on its way meets the easier target by its final
    rating and may have missed the one it arrived under. Open beyond its target is missed.
    """
    by_rating = defaultdict(list)
    for wait in waits:
        by_rating[getattr(wait, by)].append(wait)
    return tuple(_in_target(rating, hours, by_rating[rating]) for rating, hours in targets.items())


def _in_target(rating: str, hours: float, waits: Sequence[Wait]) -> InTarget:
    missed = sum(wait.hours > hours for wait in waits)
    met = sum(wait.hours <= hours and not wait.still_open for wait in waits)
    return InTarget(rating, hours, met, missed, len(waits) - met - missed)
