"""The truth's own count of how long families waited, by the minute: none of the engine's code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from .calendar import is_worked
from .registers import Member


OPENS, CLOSES = 9 * 60, 17 * 60  # minutes of a day


@dataclass(frozen=True, slots=True)
class Waited:
    """A week's contacts, and the working minutes within which half and nine in ten were decided."""

    came: int
    decided: int
    half: int | None
    nine_in_ten: int | None


def waited(members: Iterable[Member], first: date, last: date) -> Waited | None:
    """Return how long those waited that came from one day to another; None if nobody's is known.

    Who is still open waited until the last moment that any member tells of.
    """
    known = [each for each in members if each.came]
    if not known:
        return None
    to = max(at for each in known for at in (each.came, each.settled) if at)
    pairs = [
        (_minutes(each.came, each.settled or to), each.settled is None)
        for each in known
        if each.came and first <= each.came.date() <= last
    ]
    decided = sum(not is_open for _, is_open in pairs)
    return Waited(
        len(pairs), decided, _within(pairs, Fraction(1, 2)), _within(pairs, Fraction(9, 10))
    )


def _minutes(start: datetime, end: datetime) -> int:
    return _since(end, start.date()) - _since(start, start.date())


def _since(at: datetime, day: date) -> int:
    """Return the minutes at work from the start of a day to a moment."""
    whole = sum(is_worked(day + timedelta(days=n)) for n in range((at.date() - day).days))
    today = min(max(at.hour * 60 + at.minute, OPENS), CLOSES) - OPENS
    return whole * (CLOSES - OPENS) + is_worked(at.date()) * today


def _within(pairs: Sequence[tuple[int, bool]], share: Fraction) -> int | None:
    """Return the minutes within which so many were decided; None while that is not known.

    Efron (1967): who is still open hands its share on, in equal parts, to all that wait longer.
    """
    line = sorted(pairs)  # of two alike the decided stands first
    each, done = Fraction(1, len(line)) if line else Fraction(0), Fraction(0)
    for place, (minutes, is_open) in enumerate(line):
        after = len(line) - place - 1
        if is_open:
            each += each / after if after else 0
            continue
        done += each
        if done >= share:
            return minutes
    return None
