"""The p-chart: counts over months, with limits that are exact for each month's own cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from .binomial import chance_of_at_most, share_of
from .points import ENOUGH_POINTS, Count, pooled


# What three standard deviations leave beyond each limit of a normal curve.
THREE_SIGMA = 0.00135


@dataclass(frozen=True, slots=True)
class PPoint:
    """One month: its count and the fewest and most that an unchanged process may give.

    ``signal`` is "low", "high" or None. ``high_can_signal`` is False where even all of the cases
    would lie within the limits, so that no month can look better than chance.
    """

    count: Count
    low: int
    high: int
    signal: str | None
    high_can_signal: bool


@dataclass(frozen=True, slots=True)
class PChart:
    """The months with their limits; ``centre`` is None where no case was judged.

    ``trial`` limits rest on fewer than twelve months and are not yet to be acted on.
    """

    centre: float | None
    points: tuple[PPoint, ...]
    trial: bool

    @property
    def signals(self) -> tuple[PPoint, ...]:
        """Return the months that chance does not explain."""
        return tuple(point for point in self.points if point.signal)


def p_chart(
    counts: Sequence[Count], *, centre: float | None = None, tail: float = THREE_SIGMA
) -> PChart:
    """Return the chart of ``counts`` about ``centre``, a share known beforehand, or their own.

    W. A. Shewhart's chart with probability limits of the binomial in place of three standard
    deviations, which at ten or forty cases miss their rate (W. H. Woodall, "Control charts based
    on attribute data", Journal of Quality Technology 29, 1997, pages 172 to 183): a month signals
    if so few, or so many, have a chance of at most ``tail``. Weekly tens are shown as a strip of
    squares, without limits; pool them to months first (`pooled`).

    Raises:
        ValueError: if the centre is not a share or the tail not a chance below one half.
    """
    if not 0 < tail < 0.5 or (centre is not None and not 0 <= centre <= 1):
        raise ValueError(f"no limits about {centre} with {tail} beyond each")
    if centre is None:
        whole = pooled("all", counts)
        centre = share_of(whole.x, whole.n)
    trial = sum(count.n > 0 for count in counts) < ENOUGH_POINTS
    limits: dict[int, tuple[int, int]] = {}
    points = []
    for count in counts:
        if count.n not in limits:
            limits[count.n] = _limits(count.n, centre, tail)
        points.append(_point(count, *limits[count.n]))
    return PChart(centre, tuple(points), trial)


def _limits(n: int, centre: float | None, tail: float) -> tuple[int, int]:
    if centre is None:
        return 0, n
    return exact_limits(n, centre, tail)


def _point(count: Count, low: int, high: int) -> PPoint:
    signal = None
    if count.x < low:
        signal = "low"
    elif count.x > high:
        signal = "high"
    return PPoint(count, low, high, signal, high_can_signal=high < count.n)


def exact_limits(n: int, centre: float, tail: float = THREE_SIGMA) -> tuple[int, int]:
    """Return the fewest and most of ``n`` cases that do not signal about ``centre``."""
    low = _fewest(n, centre, tail)
    return low, n - _fewest(n, 1 - centre, tail)


def _fewest(n: int, p: float, tail: float) -> int:
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if chance_of_at_most(middle, n, p) > tail:
            high = middle
        else:
            low = middle + 1
    return low
