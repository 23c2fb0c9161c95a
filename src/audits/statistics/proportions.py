"""Words for proportions, each printed only where the whole interval bears it."""

from audits.domain.finding import Estimate, Interval


# Scottish inspectors' words: almost all is over 90 in a hundred, most 75 to 90, the majority 50 to
# 74, less than half 15 to 49, few under 15. Each band is a word and the share it stays under.
_BANDS = (
    ("few", 0.15),
    ("less than half", 0.50),
    ("the majority", 0.75),
    ("most", 0.90),
    ("almost all", 1.0),
)
_HALF = 0.5
_STILL_MOST = 0.90
GLOSSARY = (
    "all: every one; almost all: over 90%; most: 75% to 90%; the majority: 50% to 74%; "
    "less than half: 15% to 49%; few: under 15%; none: not one"
)


def word_for(estimate: Estimate) -> str | None:
    """Return the word for a share of those to which the question applies, or None."""
    interval = estimate.interval
    if estimate.is_of_all or not interval.n:
        return proportion_word(interval)
    return _word(*estimate.ends)


def proportion_word(interval: Interval) -> str | None:
    """Return the word that holds whatever the true number in the interval is, or None.

    The words are those that Scottish inspectors of services for children define. Where no one
    word bears it, "more than half" or "fewer than half" may. All and none
    are said only of a frame of which that is certain.
    """
    if not interval.frame or not interval.n:
        return None
    return _word(interval.low / interval.frame, interval.high / interval.frame)


def _word(low: float, high: float) -> str | None:
    if low == 1:
        return "all"
    if high == 0:
        return "none"
    first, last = _band(low), _band(high)
    if first == last:
        return first
    if low > _HALF:
        return "more than half"
    return "fewer than half" if high < _HALF else None


def _band(share: float) -> str:
    """Return the word of one share; 90 in a hundred exactly is still most."""
    if share == _STILL_MOST:
        return "most"
    for word, below in _BANDS:
        if share < below:
            return word
    return _BANDS[-1][0]
