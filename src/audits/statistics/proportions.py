"""Words for proportions, each printed only where the whole interval bears it."""

from audits.domain.finding import Interval


# Scottish inspectors' words: almost all is over 90 in a hundred, most 75 to 90, the majority 50 to
# 74, less than half 15 to 49, few under 15. Each band is a word and the hundredths it stays under.
_BANDS = (
    ("few", 15),
    ("less than half", 50),
    ("the majority", 75),
    ("most", 90),
    ("almost all", 100),
)
GLOSSARY = (
    "all: every one; almost all: over 90%; most: 75% to 90%; the majority: 50% to 74%; "
    "less than half: 15% to 49%; few: under 15%; none: not one"
)


def proportion_word(interval: Interval) -> str | None:
    """Return the word that holds whatever the true number in the interval is, or None.

    The words are those that Scottish inspectors of services for children define. Where no one
    word bears it, "more than half" or "fewer than half" may. All and none
    are said only of a frame of which that is certain.
    """
    low, high, frame = interval.low, interval.high, interval.frame
    if not frame or not interval.n:
        return None
    if low == frame:
        return "all"
    if high == 0:
        return "none"
    first, last = _band(low, frame), _band(high, frame)
    if first == last:
        return first
    if 2 * low > frame:
        return "more than half"
    return "fewer than half" if 2 * high < frame else None


def _band(count: int, frame: int) -> str:
    """Return the word of one count; 90 in a hundred exactly is still most."""
    hundredths = 100 * count
    if hundredths == 90 * frame:
        return "most"
    return next((word for word, below in _BANDS if hundredths < below * frame), _BANDS[-1][0])
