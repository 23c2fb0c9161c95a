"""What a count says of its frame in hundredths: for twenty judged cases or more."""

from audits.domain.amounts import many
from audits.domain.finding import Estimate, Method

from .words import estimate_in_words, in_every_100


BARE = 20  # judged cases: below so many, a share in per cent says more than they can bear
_HUNDRED = 100


def share_in_words(estimate: Estimate, *, of: str = "cases") -> str:
    """Say how many cases were like this, and what share of all from which they were drawn may be.

        Of fewer than twenty judged cases no share is given (`estimate_in_words`). ``of`` names what
        the frame holds. A weighted share is said of the frame, never of the cases looked at.

        >>> from audits.domain.amounts import many
    from audits.domain.finding import Interval, Part
        >>> interval = Interval(3, 38, 1140, low=24, high=239)
        >>> part = Part("all", 3, 38, 1140)
        >>> seen = Estimate(interval, 3 / 38, Method.EXACT, (part,), (24 / 1140, 239 / 1140))
        >>> share_in_words(seen, of="contacts")
        '3 of 38 cases (8 %). Across all 1,140 contacts: likely between 2 % and 21 %'
    """
    interval = estimate.interval
    if interval.n < BARE:
        return estimate_in_words(estimate)
    seen = f"{interval.x:,} of {many(interval.n, 'case')}"
    if interval.n == interval.frame:
        return f"{seen} ({whole_percent(interval.x, interval.n)} %); every one was looked at"
    weighed = ""
    if estimate.method is Method.WEIGHTED and estimate.share is not None:
        weighed = f"{estimate.share * _HUNDRED:.0f} %, "
    else:
        seen += f" ({whole_percent(interval.x, interval.n)} %)"
    across = f"Across all {interval.frame:,} {of}"
    if not estimate.is_of_all:
        across = f"Across all {of} it applies to"
    return f"{seen}. {across}: {weighed}{_likely(*in_every_100(estimate))}"


def whole_percent(x: int, n: int) -> int:
    """Return a share in whole hundredths; only none is 0, and only all are 100.

    >>> whole_percent(1, 400), whole_percent(399, 400), whole_percent(0, 400)
    (1, 99, 0)
    """
    if not 0 < x < n:
        return _HUNDRED if x else 0
    return min(max(round(_HUNDRED * x / n), 1), _HUNDRED - 1)


def _likely(low: int, high: int) -> str:
    if low == high:
        return f"{low} %"
    if low == 0:
        return f"likely at most {high} %"
    if high == _HUNDRED:
        return f"likely at least {low} %"
    return f"likely between {low} % and {high} %"
