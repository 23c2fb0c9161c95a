"""An interval in the words of people who count cases, not percentages."""

from audits.domain.finding import Interval


def in_words(interval: Interval, *, of: str = "cases") -> str:
    """Say how many were drawn like this, and how many of the frame may be.

    Natural frequencies and whole cases only, whatever the size of the sample: a percentage of ten
    cases is read as more than ten cases can bear. ``of`` names what the frame holds
    ("contacts closed that week").

    >>> in_words(Interval(7, 10, 240, low=85, high=223), of="contacts")
    '7 of the 10 judged; between 85 and 223 of the 240 contacts may share this'
    """
    if interval.n == 0:
        return f"No case could be judged, so nothing can be said of the {interval.frame:,} {of}"
    if interval.n == interval.frame:
        return f"{_drawn(interval)} of all {interval.frame:,} {of}; every one was looked at"
    return f"{_drawn(interval)} of the {interval.n:,} judged; {_believable(interval, of)} this"


def _drawn(interval: Interval) -> str:
    return f"{interval.x:,}" if interval.x else "None"


def _believable(interval: Interval, of: str) -> str:
    whole = f"of the {interval.frame:,} {of}"
    if interval.low == interval.high:
        return f"{interval.low:,} {whole} must share"
    if interval.low == 0:
        return f"up to {interval.high:,} {whole} may share"
    if interval.high == interval.frame:
        return f"between {interval.low:,} and all {whole} may share"
    return f"between {interval.low:,} and {interval.high:,} {whole} may share"
