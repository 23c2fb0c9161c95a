"""What the agreed weeks of a period, and those before, say of how long families waited."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from audits.reporting import Limits, WaitsFact, WaitWeek
from audits.statistics import Measure, Xmr, xmr_chart
from audits.storage import CycleWait, View, one_of

from .period_weeks import Period, Week, refs_of, weeks_in


AT_MOST = 26  # weeks on the chart: half a year, as many as its table can stand beside it


def waits_of(period: Period, weeks: Sequence[Week], view: View) -> WaitsFact | None:
    """Return the waits of the weeks up to a period's end, None if none of its own are known.

    Weeks counted by other office hours than the last are left out: they are another measure.
    """
    rows = view.rows_by(CycleWait, CycleWait.cycle, one_of(CycleWait.cycle, refs_of(weeks)))
    inside = refs_of(weeks_in(period, weeks))
    if rows.keys().isdisjoint(inside):
        return None
    known = [rows[ref] for ref in refs_of(weeks) if ref in rows]
    last = known[-1]
    alike = [row for row in known if _clock(row) == _clock(last)][-AT_MOST:]
    without, otherwise = [], []
    for ref in inside:
        if ref not in rows:
            without.append(ref)
        elif _clock(rows[ref]) != _clock(last):
            otherwise.append(ref)
    chart = _chart(alike)
    return WaitsFact(
        weeks=tuple(_weeks(alike, chart)),
        inside=frozenset(inside).intersection(map(attrgetter("cycle"), alike)),
        without=tuple(without),
        limits=_limits(chart),
        trial=chart.trial,
        opens=last.opens,
        closes=last.closes,
        otherwise=tuple(otherwise),
    )


def _clock(row: CycleWait) -> tuple[str, str]:
    return row.opens, row.closes


def _chart(rows: Sequence[CycleWait]) -> Xmr:
    return xmr_chart([Measure(row.cycle, row.median) for row in rows if row.median is not None])


def _limits(chart: Xmr) -> Limits | None:
    if chart.mean is None or chart.low is None or chart.high is None:
        return None
    return Limits(chart.mean, chart.low, chart.high)


def _weeks(rows: Sequence[CycleWait], chart: Xmr) -> Iterator[WaitWeek]:
    signals = {point.measure.label: tuple(map(str, point.signals)) for point in chart.points}
    for row in rows:
        yield WaitWeek(
            label=row.cycle,
            came=row.came,
            decided=row.decided,
            still_open=row.still_open,
            not_timed=row.not_timed,
            median=row.median,
            ninetieth=row.ninetieth,
            signals=signals.get(row.cycle, ()),
        )
