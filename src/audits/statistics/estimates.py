"""What a count says of its frame, by the method that its draw allows."""

from collections.abc import Sequence
from math import ceil, floor

from audits.domain.finding import Estimate, Interval, Method, Part

from .census import census_count
from .interval import hypergeometric_interval
from .weighted import weighted_share


_ROUNDING = 1e-9  # a bound that is a whole number of cases stays that number
_DIGITS = 12  # enough for 24/30 and a template's 0.8 to be the same number


def estimate_of(parts: Sequence[Part], *, method: Method) -> Estimate:
    """Return what the judged cases of all ``parts`` say of their frames together.

    ``COUNTED`` counts. ``EXACT`` takes the parts for one simple draw, as a draw with the same
    chance for each case nearly is. ``WEIGHTED`` lets each part stand at its size (`weighted_share`)
    and is for every other draw.
    """
    x, n, frame = (sum(getattr(part, name) for part in parts) for name in ("x", "n", "frame"))
    raw = x / n if n else None
    if method is Method.COUNTED:
        return Estimate(census_count(x, n, frame), raw, method, tuple(parts))
    if method is Method.EXACT:
        return Estimate(hypergeometric_interval(x, n, frame), raw, method, tuple(parts))
    return Estimate(*_weighted(parts, x, n), method, tuple(parts))


def _weighted(parts: Sequence[Part], x: int, n: int) -> tuple[Interval, float | None]:
    """Return the weighted share and its bounds in cases of the whole frame.

    A part from which no case was judged may be all of the one kind or all of the other: it widens
    the bounds by its size. No bound denies what was seen.
    """
    found = weighted_share(parts)
    heard = sum(part.frame for part in parts if part.n)
    frame = sum(part.frame for part in parts)
    low = floor(found.share.low * heard + _ROUNDING)
    high = ceil(found.share.high * heard - _ROUNDING) + frame - heard
    interval = Interval(x, n, frame, low=max(x, low), high=min(frame - (n - x), high))
    value = found.share.value
    return interval, None if value is None else round(value, _DIGITS)
