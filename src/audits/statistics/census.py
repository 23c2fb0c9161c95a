"""When everything was asked about: a count, no interval, and who did not answer."""

from audits.domain.finding import Interval


def census_count(x: int, n: int, frame: int) -> Interval:
    """Return what was counted; those who gave no answer are not guessed at.

    An interval is for samples drawn at random. Who does not return a census is not a random part
    of it, so no interval on those who did says anything of those who did not.
    """
    return Interval(x, n, frame, low=x, high=x, level=1.0)


def census_in_words(count: Interval, *, of: str) -> str:
    """Say what was counted, of how many, and how many are not in it.

    >>> census_in_words(census_count(18, 23, 26), of="organisations")
    '18 of 23 organisations; the other 3 of 26 are not in this count'
    """
    counted = f"{count.x:,} of {count.n:,} {of}"
    left = count.frame - count.n
    if not left:
        return counted
    return f"{counted}; the other {left:,} of {count.frame:,} are not in this count"
