"""How many of the frame may share what the drawn cases showed: exact, and in whole cases."""

from bisect import bisect_right
from functools import partial
from math import exp, lgamma

from audits.domain.finding import Interval


# Chances are good to about one part in 10^9 over a frame of a million; a chance that equals the
# tail exactly is rejected by the test, whichever way it was rounded.
_ROUNDING = 1e-9
_NOTHING = 1e-18  # a term this small beside the sum does not change it


def hypergeometric_interval(x: int, n: int, frame: int, level: float = 0.95) -> Interval:
    """Return how many of the ``frame`` may be like the ``x`` of ``n`` drawn from it.

    Exact for a simple random draw without replacement. It inverts two one-sided tests, each at
    half of what ``level`` leaves over, so the true number lies outside at most that often
    (J. P. Buonaccorsi, "A note on confidence intervals for proportions in finite populations",
    The American Statistician 41, 1987, pages 215 to 218). Targeted cases must not be counted in.

    Nothing drawn gives the whole frame; a census gives ``x`` itself.

    Raises:
        ValueError: if the numbers cannot belong together.
    """
    _check(x, n, frame, level)
    low = at_least_so_many(x, n, frame, tail=(1 - level) / 2)
    high = frame - at_least_so_many(n - x, n, frame, tail=(1 - level) / 2)
    return Interval(x, n, frame, low=low, high=high, level=level)


def could_be_as_many_as(x: int, n: int, frame: int, level: float = 0.95) -> int:
    """Return how many of the ``frame`` may be like the ``x`` of ``n`` drawn, at the very most.

    One-sided: the true number is greater no oftener than ``level`` leaves over, so "none of ten,
    and it could be as many as 72 of 284". The same exact test as the interval's upper end, with
    all of the doubt on that side.

    Raises:
        ValueError: if the numbers cannot belong together.
    """
    _check(x, n, frame, level)
    return frame - at_least_so_many(n - x, n, frame, tail=1 - level)


def _check(x: int, n: int, frame: int, level: float) -> None:
    if not 0 <= x <= n <= frame:
        raise ValueError(f"{x} of {n} cannot have been drawn from {frame}")
    if not 0 < level < 1:
        raise ValueError(f"{level} is not a level of confidence between 0 and 1")


def at_least_so_many(x: int, n: int, frame: int, *, tail: float) -> int:
    """Return the smallest count in the frame under which ``x`` or more drawn is not too rare.

    The upper end of an interval is the same question asked of the other kind of case.
    """
    if x == 0:
        return 0
    counts = range(x, frame - (n - x))
    limit = tail * (1 + _ROUNDING)
    # The chance of x or more never falls as the count in the frame grows, so that halving finds
    # the first that is believable: twenty looks for a frame of a million.
    return x + bisect_right(counts, limit, key=partial(_chance_of, x, n, frame))


def _chance_of(x: int, n: int, frame: int, count: int) -> float:
    """Return the chance of ``x`` or more among ``n`` drawn, if the frame holds ``count`` of them.

    The hypergeometric tail: from its likeliest term each other follows by a ratio, outwards until
    they add nothing. (The library of statistics that has it takes longer to load than any command
    of ours takes to run; the tests compare the two.)
    """
    least, most = max(x, n - (frame - count)), min(n, count)
    likeliest = min(max((n + 1) * (count + 1) // (frame + 2), least), most)
    first = exp(
        _log_choose(count, likeliest)
        + _log_choose(frame - count, n - likeliest)
        - _log_choose(frame, n)
    )
    above = below = total = first
    for k in range(likeliest, most):
        above *= (count - k) * (n - k) / ((k + 1) * (frame - count - n + k + 1))
        total += above
        if above < total * _NOTHING:
            break
    for k in range(likeliest, least, -1):
        below *= k * (frame - count - n + k) / ((count - k + 1) * (n - k + 1))
        total += below
        if below < total * _NOTHING:
            break
    return total


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)
