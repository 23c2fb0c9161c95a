"""Change between two rounds of one question, and only the words that the numbers support."""

from dataclasses import dataclass, replace
from math import ceil, comb, sqrt
from statistics import NormalDist

from .binomial import check_count


_POINTS = 100
_SURE = 0.05
_BARE = 20  # below this many cases a share is said in cases, not in per cent


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two rounds, as shares from -1 to 1, with its ends.

    ``difference`` is None where a round judged no case. ``p`` is Fisher's exact two-sided chance
    of so great a difference if nothing had changed. ``words`` claims what both allow.
    """

    difference: float | None
    low: float
    high: float
    p: float
    words: str

    @property
    def is_rise(self) -> bool:
        """Tell whether the share rose by more than chance explains: both tests say so."""
        return self.low > 0 and self.p < _SURE

    @property
    def is_fall(self) -> bool:
        """Tell whether the share fell by more than chance explains: both tests say so."""
        return self.high < 0 and self.p < _SURE


def compare_rounds(x1: int, n1: int, x2: int, n2: int, *, level: float = 0.95) -> Change:
    """Return how far the share moved from the first round to the second, and how to say it.

    The interval is R. G. Newcombe's tenth method ("Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17, 1998, pages 873 to 890): Wilson's
    interval of each round, squared and added. Each round is a fresh random draw of the same
    question; a second look at the failures alone comes out better by itself.

    Raises:
        ValueError: if a count cannot be.
    """
    check_count(x1, n1)
    check_count(x2, n2)
    if not n1 or not n2:
        return Change(None, -1.0, 1.0, 1.0, "One round judged no case: they cannot be compared.")
    first, second = x1 / n1, x2 / n2
    low1, high1 = wilson(x1, n1, level)
    low2, high2 = wilson(x2, n2, level)
    moved = second - first
    low = moved - sqrt((second - low2) ** 2 + (high1 - first) ** 2)
    high = moved + sqrt((high2 - second) ** 2 + (first - low1) ** 2)
    p = fisher_exact(x1, n1, x2, n2)
    change = Change(moved, low, high, p, "")
    words = f"{x1} of {n1}, then {x2} of {n2}: {_claim(change)}{_ends(low, high, min(n1, n2))}"
    return replace(change, words=words)


def _claim(change: Change) -> str:
    if change.is_rise:
        return "better, by more than chance explains"
    if change.is_fall:
        return "worse, by more than chance explains"
    if not change.difference:
        return "no change seen, which does not show that there was none"
    way, likely = "fall", "a fall"
    if change.difference > 0:
        way = likely = "improvement"
    if change.low > 0 or change.high < 0 or change.p < _SURE:
        return f"borderline {way}, on which two tests disagree"
    return f"consistent with {likely}, not proof"


def _ends(low: float, high: float, fewest: int) -> str:
    if fewest < _BARE:
        return "."
    return f" ({low * _POINTS:+.0f} to {high * _POINTS:+.0f} points).".replace("-", "−")


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return the chance of a difference this great or greater in either direction, by chance alone.

    R. A. Fisher, Statistical Methods for Research Workers, 5th edition, 1934, section 21.02;
    two-sided as the sum of all tables no likelier than the one seen. Whole numbers throughout, so
    that ties are ties.

    Raises:
        ValueError: if a count cannot be.
    """
    check_count(x1, n1)
    check_count(x2, n2)
    both = x1 + x2

    def ways(k: int) -> int:
        return comb(n1, k) * comb(n2, both - k)

    seen = ways(x1)
    possible = range(max(0, both - n2), min(n1, both) + 1)
    rarer = 0
    for k in possible:
        if ways(k) <= seen:
            rarer += ways(k)
    return rarer / comb(n1 + n2, both)


def wilson(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for a share: a part of Newcombe's, never printed on its own.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22, 1927, pages 209 to 212.

    Raises:
        ValueError: if the count cannot be, nothing was seen, or the level is no level.
    """
    check_count(x, n)
    if not n or not 0 < level < 1:
        raise ValueError(f"no interval at level {level} for {x} of {n}")
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    middle = (x + z2 / 2) / (n + z2)
    half = sqrt(z2) / (n + z2) * sqrt(x * (n - x) / n + z2 / 4)
    # Where none or all were found, an end is 0 or 1 by the formula, and rounding must not move it.
    low, high = 0.0, 1.0
    if x > 0:
        low = max(0.0, middle - half)
    if x < n:
        high = min(1.0, middle + half)
    return low, high


def cases_to_see(before: float, after: float, *, power: float = 0.8, level: float = 0.95) -> int:
    """Return how many cases each round needs to show a move from ``before`` to ``after``.

    In ``power`` of all such pairs of rounds a two-sided test at ``level`` would show it. Shares
    from 0 to 1. J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd edition, 1981,
    chapter 3, without the correction for continuity.

    Raises:
        ValueError: if the two are equal, or anything is not between 0 and 1.
    """
    if before == after or not (0 <= before <= 1 and 0 <= after <= 1):
        raise ValueError(f"no number of cases shows a move from {before} to {after}")
    if not (0 < power < 1 and 0 < level < 1):
        raise ValueError(f"power {power} and level {level} must lie between 0 and 1")
    sure, seen = NormalDist().inv_cdf((1 + level) / 2), NormalDist().inv_cdf(power)
    mean = (before + after) / 2
    none = sure * sqrt(2 * mean * (1 - mean))
    some = seen * sqrt(before * (1 - before) + after * (1 - after))
    return ceil((none + some) ** 2 / (after - before) ** 2)
