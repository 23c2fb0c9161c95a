"""An interval in the words of people who count cases, not percentages."""

from audits.domain.finding import Estimate, Interval


_HUNDRED = 100
_ROUNDING = 1e-9  # 0.92 is 92 in every 100, though no float is


def estimate_in_words(estimate: Estimate, *, of: str = "cases") -> str:
    """Say how many were found, and what that allows to be said of all from which they were drawn.

    Where each case drawn was judged that is a number of the frame (`in_words`). Otherwise nobody
    knows how many of the frame the question applies to, and it is a share of those, in every 100.

    >>> from audits.domain.finding import Method, Part
    >>> interval = Interval(5, 8, 283, low=41, high=222)
    >>> parts = (Part("all", 5, 8, 283, not_applicable=2),)
    >>> estimate_in_words(Estimate(interval, 0.625, Method.EXACT, parts, (0.24, 0.92)))
    '5 of the 8 cases it applied to. Of all such cases, likely between 24 and 92 in every 100'
    """
    interval = estimate.interval
    if interval.n == 0 or estimate.is_of_all:
        return in_words(interval, of=of)
    judged = f"{of} it applied to"
    if any(part.unknown for part in estimate.parts):
        judged = f"{of} that could be judged"
    share = _in_100(estimate)
    return f"{_seen(interval)} of the {interval.n:,} {judged}. Of all such {of}, {share}"


def in_words(interval: Interval, *, of: str = "cases") -> str:
    """Say how many were drawn like this, and how many of the frame are likely to be.

    Natural frequencies and whole cases only, whatever the size of the sample: a percentage of ten
    cases is read as more than ten cases can bear. ``of`` names what the frame holds
    ("contacts closed that week").

    >>> in_words(Interval(7, 10, 240, low=85, high=223), of="contacts")
    '7 of 10 contacts. Across all 240, likely between 85 and 223'
    """
    if interval.n == 0:
        return f"No case could be judged, so nothing can be said of the {interval.frame:,} {of}"
    if interval.n == interval.frame:
        return f"{_seen(interval)} of all {interval.frame:,} {of}; every one was looked at"
    across = f"Across all {interval.frame:,}, {_likely(interval)}"
    return f"{_seen(interval)} of {interval.n:,} {of}. {across}"


def _seen(interval: Interval) -> str:
    return f"{interval.x:,}" if interval.x else "None"


def _likely(interval: Interval) -> str:
    if interval.low == interval.high:
        return f"exactly {interval.low:,}"
    if interval.low == 0:
        return f"likely at most {interval.high:,}"
    if interval.high == interval.frame:
        return f"likely between {interval.low:,} and all of them"
    return f"likely between {interval.low:,} and {interval.high:,}"


def in_every_100(estimate: Estimate) -> tuple[int, int]:
    """Return the ends of a share outwards, in whole hundredths: nothing is surer than it was."""
    low = int(estimate.ends[0] * _HUNDRED + _ROUNDING)
    high = _HUNDRED - int((1 - estimate.ends[1]) * _HUNDRED + _ROUNDING)
    return low, high


def _in_100(estimate: Estimate) -> str:
    low, high = in_every_100(estimate)
    if low == high:
        return f"{low} in every 100"
    if low == 0:
        return f"likely at most {high} in every 100"
    if high == _HUNDRED:
        return f"likely between {low} in every 100 and all of them"
    return f"likely between {low} and {high} in every 100"
