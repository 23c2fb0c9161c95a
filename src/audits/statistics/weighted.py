"""Shares from strata or weeks of unequal size, each case counted for as many as it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from audits.domain.finding import Part

from .binomial import Share, beta_bounds


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """A weighted share, the number of cases it is worth, and the parts it says nothing about.

    ``error`` is its standard error; ``effective`` how many cases of one simple draw would be as
    sure; ``silent`` names the parts from which no case was judged: the share is of the others.
    """

    share: Share
    error: float
    effective: float
    silent: tuple[str, ...]


def weighted_share(parts: Sequence[Part], level: float = 0.95) -> WeightedShare:
    """Return the share in all parts together, a case counting for frame / n of its part.

    Ends are Clopper-Pearson's on the effective number of cases (E. L. Korn and B. I. Graubard,
    "Confidence intervals for proportions with small expected number of positive counts estimated
    from survey data", Survey Methodology 24, 1998, pages 193 to 201), which never exceeds the
    cases judged; where the parts agree wholly (all or none) it is that number. The variance is
    the stratified draw's, with each part's own finite frame (W. G. Cochran, Sampling Techniques,
    3rd edition, 1977, theorem 5.3). One case has no spread of its own, so parts of one case are
    put together, a lone one with the smallest other part.
    """
    heard = [part for part in parts if part.n]
    silent = tuple(part.name for part in parts if part.frame and not part.n)
    whole = sum(part.frame for part in heard)
    if not whole:
        return WeightedShare(Share(None, 0.0, 1.0, level), 0.0, 0.0, silent)
    value = min(1.0, sum(part.x / part.n * part.frame for part in heard) / whole)
    variance = sum((part.frame / whole) ** 2 * _variance(part) for part in _collapsed(heard))
    if all(part.n == part.frame for part in heard):
        return WeightedShare(Share(value, value, value, level), 0.0, float(whole), silent)
    effective = _effective(value, variance, heard)
    low, high = beta_bounds(value * effective, effective, level)
    share = Share(value, min(low, value), max(high, value), level)
    return WeightedShare(share, sqrt(variance), effective, silent)


def _effective(value: float, variance: float, heard: Sequence[Part]) -> float:
    judged = sum(part.n for part in heard)
    if variance <= 0 or not 0 < value < 1:
        return float(judged)
    return min(float(judged), value * (1 - value) / variance)


def _variance(part: Part) -> float:
    """Return the variance of one part's own share, without replacement."""
    if part.n == part.frame:
        return 0.0
    spread = part.x / part.n * (1 - part.x / part.n) / max(part.n - 1, 1)
    return spread * (1 - part.n / part.frame)


def _collapsed(parts: Sequence[Part]) -> list[Part]:
    """Put parts of a single case together, as one case has no spread of its own to measure."""
    alone = [part for part in parts if part.n == 1 < part.frame]
    rest = [part for part in parts if part not in alone]
    if len(alone) == 1 and rest:
        smallest = min(rest, key=lambda part: part.n)
        alone.append(smallest)
        rest.remove(smallest)
    return [*rest, _together(alone)] if alone else rest


def _together(parts: Sequence[Part]) -> Part:
    return Part(
        " and ".join(part.name for part in parts),
        sum(part.x for part in parts),
        sum(part.n for part in parts),
        sum(part.frame for part in parts),
    )
