"""CUSUM alarm for a weekly proportion (Page 1954): one-sided, log-likelihood increments."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from .points import Count


@dataclass(frozen=True, slots=True)
class Tuning:
    """Tuning of an alarm: the usual share, the share to notice, and the sum at which it rings.

    Height 4.5 for 86 to 70 in a hundred, ten cases a week, rings falsely in about one stable year
    of twelve and notices the fall after about five weeks. Five such items ring in one year of
    three: `tuned` sets each of a set so high that the set seldom rings.

    Raises:
        ValueError: if the shares or the height cannot be.
    """

    usual: float
    trouble: float
    height: float

    def __post_init__(self) -> None:
        if not (0 < self.usual < 1 and 0 < self.trouble < 1 and self.height > 0):
            raise ValueError(f"an alarm cannot be tuned so: {self}")
        if self.usual == self.trouble:
            raise ValueError("an alarm needs a share to notice that differs from the usual one")


@dataclass(frozen=True, slots=True)
class CusumPoint:
    """One week: the sum after it, in natural logarithms of likelihood ratios, and if it rings."""

    count: Count
    total: float
    alarm: bool


def cusum(counts: Sequence[Count], tuning: Tuning) -> tuple[CusumPoint, ...]:
    """Return the sum after each week; it starts again after an alarm.

    Each case adds the logarithm of how much likelier it is in trouble than as usual, and the sum
    never falls below nought: S. H. Steiner, R. J. Cook, V. T. Farewell and T. Treasure,
    "Monitoring surgical performance using risk-adjusted cumulative sum charts", Biostatistics 1,
    2000, pages 441 to 452 (here without risk adjustment). An alarm asks people to look; it is not
    shown on a paper.
    """
    hit, miss = steps_of(tuning)
    points, total = [], 0.0
    for count in counts:
        total = max(0.0, total + count.x * hit + (count.n - count.x) * miss)
        alarm = total >= tuning.height
        points.append(CusumPoint(count, total, alarm))
        if alarm:
            total = 0.0
    return tuple(points)


def steps_of(tuning: Tuning) -> tuple[float, float]:
    """Return what a good case and any other add to the sum."""
    hit = log(tuning.trouble / tuning.usual)
    return hit, log((1 - tuning.trouble) / (1 - tuning.usual))
