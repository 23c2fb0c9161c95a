"""Chances and exact bounds for counts that have no frame: the binomial, by the beta integral."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt


_CLOSE = 1e-14
_TINY = 1e-300
_MOST_TERMS = 100_000
_HALVINGS = 60  # of the range from 0 to 1: closer than a float can tell


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with the ends it may lie between; ``value`` is None if none was seen.

    Raises:
        ValueError: if the numbers cannot belong together.
    """

    value: float | None
    low: float
    high: float
    level: float = 0.95

    def __post_init__(self) -> None:
        value = self.low if self.value is None else self.value
        if not 0 <= self.low <= value <= self.high <= 1:
            raise ValueError(f"not a share with its ends: {self}")


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Share:
    """Return the share behind ``x`` of ``n``, exact whatever stands behind the cases.

    Use it where there is no frame to count, as for what a process will do next; with a frame,
    `hypergeometric_interval` is the narrower and the right one. C. J. Clopper and E. S. Pearson,
    "The use of confidence or fiducial limits illustrated in the case of the binomial",
    Biometrika 26, 1934, pages 404 to 413. Shares from 0 to 1; nothing seen gives 0 to 1.

    Raises:
        ValueError: if the numbers cannot belong together.
    """
    check_count(x, n)
    low, high = beta_bounds(x, n, level)
    return Share(share_of(x, n), low, high, level)


def share_of(x: float, n: float) -> float | None:
    """Return ``x`` of ``n`` as a share; None where ``n`` is nought."""
    return x / n if n else None


def beta_bounds(x: float, n: float, level: float) -> tuple[float, float]:
    """Return the Clopper-Pearson ends for ``x`` of ``n``, which need not be whole.

    Effective numbers of cases are not (`weighted_share`).

    Raises:
        ValueError: if the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"{level} is not a level of confidence between 0 and 1")
    tail = (1 - level) / 2
    low, high = 0.0, 1.0
    if x > 0:
        low = rising_root(lambda p: beta_cdf(p, x, n - x + 1), tail)
    if x < n:
        high = rising_root(lambda p: beta_cdf(p, x + 1, n - x), 1 - tail)
    return low, high


def chance_of_at_most(x: int, n: int, p: float) -> float:
    """Return the chance of ``x`` or fewer among ``n`` independent cases, each with chance ``p``.

    The binomial's lower tail as a beta integral (NIST Digital Library of Mathematical Functions,
    8.17.5).

    Raises:
        ValueError: if ``p`` is no chance or ``n`` is negative.
    """
    if not 0 <= p <= 1 or n < 0:
        raise ValueError(f"{n} cases with a chance of {p} each cannot be")
    if x < 0:
        return 0.0
    return 1.0 if x >= n else beta_cdf(1 - p, n - x, x + 1)


def beta_cdf(p: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta integral up to ``p``.

    By its continued fraction (DLMF 8.17.22), on whichever side of the mean it converges fast.
    """
    if p <= 0 or p >= 1:
        return float(p >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(p) + b * log1p(-p))
    if p < (a + 1) / (a + b + 2):
        return front * _fraction(p, a, b) / a
    return 1 - front * _fraction(1 - p, b, a) / b


@lru_cache(maxsize=256)  # three ranges of a paper ask for the same
def student_quantile(chance: float, freedom: int) -> float:
    """Return what Student's t with so many degrees of freedom exceeds with ``1 - chance``.

    Through the beta integral, of which it is a root (DLMF 8.17; M. Abramowitz and I. A. Stegun,
    Handbook of Mathematical Functions, 1964, 26.7.1). ``chance`` is above one half.

    Raises:
        ValueError: if it is not, or there is no degree of freedom.
    """
    if not 0.5 < chance < 1 or freedom < 1:
        raise ValueError(f"no quantile at {chance} with {freedom} degrees of freedom")
    beyond = rising_root(lambda p: beta_cdf(p, freedom / 2, 0.5), 2 * (1 - chance))
    return sqrt(freedom * (1 - beyond) / beyond)


def check_count(x: int, n: int) -> None:
    """Refuse a count that cannot be: negative, or more than were looked at.

    Raises:
        ValueError: naming the two numbers.
    """
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n} cannot be: count from nought to as many as were looked at")


def _fraction(p: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method, which never divides by nought."""
    over, under = 1.0, 1 / _kept(1 - (a + b) * p / (a + 1))
    value = under
    change, m = 0.0, 0
    while abs(change - 1) >= _CLOSE and m < _MOST_TERMS:
        m += 1
        for term in (
            m * (b - m) * p / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * p / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            under = 1 / _kept(1 + term * under)
            over = _kept(1 + term / over)
            change = under * over
            value *= change
    return value


def _kept(number: float) -> float:
    return number if abs(number) > _TINY else _TINY


def rising_root(rises: Callable[[float], float], height: float) -> float:
    """Return where between 0 and 1 a function that only rises reaches ``height``."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rises(middle) < height:
            low = middle
        else:
            high = middle
    return (low + high) / 2
