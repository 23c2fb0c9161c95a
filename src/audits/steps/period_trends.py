"""What months and weeks say together: limits, an alarm, and the gaps between rare cases."""

from collections.abc import Sequence

from audits.domain.question import Question
from audits.reporting import Gaps, Month, RareFact, TrendFact
from audits.statistics import Count, GChart, Tuning, cusum, g_chart, p_chart, pooled

from .period_weeks import Period, Week, alike, good_in


# A comparable board's 347 cases of a year were good or better in 86 of 100; a fall to 70 is what
# its meeting would want to hear of. Height 4.5 rings falsely in about one stable year of twelve.
ALARM = Tuning(usual=0.86, trouble=0.70)
RARE = 0.1  # a share of cases: of commoner ones the months tell more than the gaps between them


def trend(question: Question, good: tuple[str, ...], weeks: Sequence[Week]) -> TrendFact:
    """Return the months of one question with exact limits about their own share."""
    by_month: dict[str, list[Count]] = {}
    for week, cases in alike(question, weeks):
        count = Count(week.cycle.ref, good_in(cases, good), len(cases.judged))
        by_month.setdefault(f"{week.day:%b %Y}", []).append(count)
    chart = p_chart([pooled(label, counts) for label, counts in by_month.items()])
    months = tuple(
        Month(p.count.label, p.count.x, p.count.n, p.low, p.high, signals=p.signal is not None)
        for p in chart.points
    )
    return TrendFact(
        f"{_name(question)} by month: {_of(question, good)}", months, chart.centre, chart.trial
    )


def alarm(question: Question, good: tuple[str, ...], weeks: Sequence[Week], period: Period) -> str:
    """Say whether the alarm over the weeks rang in the period."""
    both = list(alike(question, weeks))
    counts = [Count(w.cycle.ref, good_in(t, good), len(t.judged)) for w, t in both]
    points = cusum(counts, ALARM)
    rang = [
        point.count.label
        for point, (week, _) in zip(points, both, strict=True)
        if point.alarm and period.holds(week.day)
    ]
    set_on = (
        f"It watches for {_of(question, good).lower()} falling from {ALARM.usual * 100:.0f} to "
        f"{ALARM.trouble * 100:.0f} in 100, week by week."
    )
    if rang:
        return f"The alarm rang in {', '.join(rang)}: look at what changed. {set_on}"
    return f"The alarm did not ring. {set_on}"


def rare(question: Question, weeks: Sequence[Week]) -> RareFact:
    """Return how many cases lie between those of the lowest grade, and what would be progress."""
    scale = question.scale
    assert scale is not None  # noqa: S101 -- only questions on a scale are graded
    events = [
        case.value == scale.worst.code for _, cases in alike(question, weeks)
        for case in cases.judged
    ]  # fmt: skip
    title = f"Cases from one {scale.worst.label} to the next"
    chart, judged = g_chart(events), f"of the {len(events):,} cases judged since the first week"
    if not any(events):
        return RareFact(title, f"{scale.worst.label}: none {judged}.")
    after = 0 if events[-1] else chart.gaps[-1]
    said = f"{scale.worst.label}: {sum(events)} {judged}, the last of them {after:,} cases ago."
    if chart.rate is None or chart.rate > RARE:
        return RareFact(title, said)
    gaps = Gaps(chart.gaps, not events[-1], round(chart.median or 0), chart.high or 0)
    return RareFact(title, f"{said} {_progress(chart)}", gaps)


def _progress(chart: GChart) -> str:
    long = len(chart.improvements)
    seen = f"{long or 'None'} {'were' if long > 1 else 'was'} so long"
    return (
        f"Only a gap of more than {chart.high:,} cases is evidence of improvement. {seen}. One "
        "short gap is never a signal: two such cases close together can be chance."
    )


def _name(question: Question) -> str:
    return "Overall grade" if question.is_grade else question.theme


def _of(question: Question, codes: tuple[str, ...]) -> str:
    scale = question.scale
    return " or ".join(c.label for c in scale.choices if c.code in codes) if scale else ""
