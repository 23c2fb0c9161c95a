"""The g-chart: cases from one rare event to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log, log1p


@dataclass(frozen=True, slots=True)
class GChart:
    """Gaps in cases, each counted from after one event to the next, that one included.

    ``rate`` is events a case; a gap above ``high`` is evidence of improvement; one at or under
    ``low`` cannot be told from chance. All but the gaps are None until there is an event.
    """

    gaps: tuple[int, ...]
    rate: float | None
    median: float | None
    low: int | None
    high: int | None

    @property
    def improvements(self) -> tuple[int, ...]:
        """Return the gaps too long for the rate to have stayed as it was."""
        if self.high is None:
            return ()
        return tuple(gap for gap in self.gaps if gap > self.high)


def g_chart(events: Sequence[bool], *, rate: float | None = None, tail: float = 0.005) -> GChart:
    """Return the chart of ``events``, one for each case in the order they were judged.

    Limits are exact quantiles of the geometric distribution at ``rate`` events a case, known
    beforehand or the events' own: J. C. Benneyan, "Number-between g-type statistical quality
    control charts for monitoring adverse events", Health Care Management Science 4, 2001, pages
    305 to 318. The lower is 1 unless events are commoner than ``tail``, so that one short gap is
    never a signal. The cases since the last event are a gap still growing: counted as its
    shortest, so that it can show improvement but no harm.

    Raises:
        ValueError: if the rate or the tail is not a chance.
    """
    if not 0 < tail < 0.5 or (rate is not None and not 0 < rate < 1):
        raise ValueError(f"no limits at a rate of {rate} with {tail} beyond each")
    gaps = _gaps(events)
    count = sum(events)
    if rate is None:
        if count in (0, len(events)):
            return GChart(gaps, None, None, None, None)
        rate = count / len(events)
    never = log1p(-rate)
    low = max(1, ceil(log1p(-tail) / never - 1e-9))
    return GChart(gaps, rate, log(0.5) / never, low, ceil(log(tail) / never - 1e-9))


def _gaps(events: Sequence[bool]) -> tuple[int, ...]:
    gaps, since = [], 0
    for event in events:
        since += 1
        if event:
            gaps.append(since)
            since = 0
    if since:
        gaps.append(since)
    return tuple(gaps)
