"""When contacts come in: more on Mondays, fewer at weekends and when schools are shut."""

from datetime import date, timedelta

from dateutil.easter import easter

from audits.domain.seeded_chance import Dice


WEEKDAYS = (1.28, 1.10, 1.05, 1.02, 1.00, 0.27, 0.20)  # Monday first
SCHOOLS_SHUT = 0.72
CLOSED_DAY = 0.3  # Christmas, Boxing Day, New Year's Day: an emergency team only


def is_term(day: date) -> bool:
    """Tell whether schools are open, roughly as in England."""
    return not (
        (day.month, day.day) >= (12, 20)
        or (day.month, day.day) <= (1, 3)
        or (7, 22) <= (day.month, day.day) <= (9, 3)
        or abs((day - easter(day.year)).days) <= 8
        or (day.month, day.day) in _half_terms()
    )


def days_of_contacts(until: date, contacts: int, dice: Dice, *, days: int = 365) -> list[date]:
    """Return the day of each contact in the ``days`` up to ``until``, in order."""
    span = [until - timedelta(days=back) for back in range(days - 1, -1, -1)]
    weights = {day: _weight(day) for day in span}
    ticks = sorted(dice.roll() for _ in range(contacts))
    return _spread(weights, ticks)


def _weight(day: date) -> float:
    weight = WEEKDAYS[day.weekday()]
    if not is_term(day):
        weight *= SCHOOLS_SHUT
    if (day.month, day.day) in {(12, 25), (12, 26), (1, 1)}:
        weight *= CLOSED_DAY
    return weight


def _spread(weights: dict[date, float], ticks: list[float]) -> list[date]:
    """Lay sorted numbers from 0 to 1 along the year, each day as wide as its weight."""
    total = sum(weights.values())
    days, reached, at, last = [], 0.0, 0, max(weights)
    for day, weight in weights.items():
        reached += weight / total
        while at < len(ticks) and (ticks[at] < reached or day == last):
            days.append(day)
            at += 1
    return days


def _half_terms() -> set[tuple[int, int]]:
    """Return the usual weeks: mid-February, end of May, end of October."""
    february = {(2, day) for day in range(13, 20)}
    may = {(5, day) for day in range(28, 32)} | {(6, 1), (6, 2), (6, 3)}
    return february | may | {(10, day) for day in range(23, 30)}
