"""The XmR chart with the NHS rules, for what is measured, never for what is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import sub

from .points import ENOUGH_POINTS, Measure


_TO_LIMITS = 2.66  # 3 / 1.128: three standard deviations from a mean moving range of two
_NEAR = 2 / 3  # of the way to a limit
_RUN = 7


class Signal(StrEnum):
    """Why a point is more than chance (Making Data Count)."""

    OUTSIDE = "outside the limits"
    RUN = "seven on one side of the mean"
    TREND = "seven rising or falling"
    NEAR_LIMIT = "two of three near one limit"


@dataclass(frozen=True, slots=True)
class XmrPoint:
    """One week and the signals it is part of."""

    measure: Measure
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Xmr:
    """The weeks about their mean, in the units measured.

    ``low`` and ``high`` are the process limits; ``trial`` until there are twelve points; both and
    the mean are None with fewer than two points.
    """

    mean: float | None
    low: float | None
    high: float | None
    points: tuple[XmrPoint, ...]
    trial: bool


def xmr_chart(measures: Sequence[Measure]) -> Xmr:
    """Return the chart of measures such as weekly median hours, with the four NHS rules.

    Limits are the mean and 2.66 mean moving ranges to each side (D. J. Wheeler, Understanding
    Variation, 2nd edition, 2000); the rules are those of NHS England's Making Data Count as coded
    in the NHS-R Community's NHSRplotthedots.

    Raises:
        TypeError: if a share of cases is put in: on ten a week these rules find trouble in more
            than half of all years in which there is none. `p_chart` is for those.
    """
    values = list(map(_value_of, measures))
    trial = len(values) < ENOUGH_POINTS
    if len(values) < 2:
        bare = tuple(XmrPoint(measure, ()) for measure in measures)
        return Xmr(None, None, None, bare, trial)
    mean = sum(values) / len(values)
    moving_ranges = list(map(abs, _changes(values)))
    reach = _TO_LIMITS * sum(moving_ranges) / len(moving_ranges)
    signals = _signals(values, mean, reach)
    points = tuple(map(XmrPoint, measures, signals))
    return Xmr(mean, mean - reach, mean + reach, points, trial)


def _value_of(measure: object) -> float:
    if not isinstance(measure, Measure):
        raise TypeError("XmR is for measures such as hours. Chart counts of cases with p_chart.")
    return measure.value


def _changes(values: Sequence[float]) -> list[float]:
    """Return by how much each value differs from the one before."""
    return list(map(sub, values[1:], values))


def _signals(values: Sequence[float], mean: float, reach: float) -> Iterator[tuple[Signal, ...]]:
    """Yield the signals of each point in turn."""
    offsets = [value - mean for value in values]
    sides = list(map(_sign, offsets))
    directions = list(map(_sign, _changes(values)))
    places = {
        Signal.OUTSIDE: {i for i, offset in enumerate(offsets) if abs(offset) > reach},
        Signal.RUN: _windows(_starts(sides, _RUN), _RUN),
        # Seven points rise or fall where six changes between them do.
        Signal.TREND: _windows(_starts(directions, _RUN - 1), _RUN),
        Signal.NEAR_LIMIT: _two_of_three(offsets, sides, reach),
    }
    for place in range(len(values)):
        yield tuple(signal for signal, where in places.items() if place in where)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _starts(signs: Sequence[int], length: int) -> list[int]:
    """Return where ``length`` equal signs, none of them nought, begin."""
    windows = range(len(signs) - length + 1)
    return [i for i in windows if abs(sum(signs[i : i + length])) == length]


def _windows(starts: Sequence[int], length: int) -> set[int]:
    """Return the places of all windows of ``length`` that begin at ``starts``."""
    places: set[int] = set()
    for start in starts:
        places.update(range(start, start + length))
    return places


def _two_of_three(offsets: Sequence[float], sides: Sequence[int], reach: float) -> set[int]:
    """Return the points near a limit where two of three in a row are, all on that side."""
    near = {i for i, offset in enumerate(offsets) if _NEAR * reach < abs(offset) <= reach}
    places: set[int] = set()
    for start in _starts(sides, 3):
        close = near.intersection(range(start, start + 3))
        if len(close) >= 2:
            places |= close
    return places
