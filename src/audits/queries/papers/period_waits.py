"""What the agreed weeks of a period, and those before, say of how long families waited."""

from collections.abc import Sequence

from audits.reporting import Limits, WaitsFact, WaitWeek
from audits.statistics import Measure, Xmr, xmr_chart
from audits.storage import CycleWait, View, one_of

from .period_weeks import Period, Week


AT_MOST = 26  # weeks on the chart: half a year, as many as its table can stand beside it


def waits_of(period: Period, weeks: Sequence[Week], view: View) -> WaitsFact | None:
    """Return the waits of the weeks up to a period's end, None if none of its own are known.

    Weeks counted by other office hours than the last are left out: they are another measure.
    """
    cycles = [week.cycle.ref for week in weeks]
    rows = {row.cycle: row for row in view.all(CycleWait, one_of(CycleWait.cycle, cycles))}
    refs = [ref for ref in cycles if ref in rows]
    inside = [week.cycle.ref for week in weeks if period.holds(week.day)]
    if not set(inside) & set(refs):
        return None
    last = rows[refs[-1]]
    alike = [ref for ref in refs if _clock(rows[ref]) == _clock(last)][-AT_MOST:]
    chart = _chart([rows[ref] for ref in alike])
    signals = {p.measure.label: tuple(map(str, p.signals)) for p in chart.points}
    limits = None
    if chart.mean is not None and chart.low is not None and chart.high is not None:
        limits = Limits(chart.mean, chart.low, chart.high)
    return WaitsFact(
        weeks=tuple(_week(rows[ref], signals.get(ref, ())) for ref in alike),
        inside=frozenset(inside) & frozenset(alike),
        without=tuple(ref for ref in inside if ref not in rows),
        limits=limits,
        trial=chart.trial,
        opens=last.opens,
        closes=last.closes,
        otherwise=tuple(r for r in inside if r in rows and _clock(rows[r]) != _clock(last)),
    )


def _clock(row: CycleWait) -> tuple[str, str]:
    return row.opens, row.closes


def _chart(rows: Sequence[CycleWait]) -> Xmr:
    return xmr_chart([Measure(r.cycle, r.median) for r in rows if r.median is not None])


def _week(row: CycleWait, signals: tuple[str, ...]) -> WaitWeek:
    return WaitWeek(
        label=row.cycle,
        came=row.came,
        decided=row.decided,
        still_open=row.still_open,
        not_timed=row.not_timed,
        median=row.median,
        ninetieth=row.ninetieth,
        signals=signals,
    )
