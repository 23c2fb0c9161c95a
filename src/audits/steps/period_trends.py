"""What months and weeks say together: limits, an alarm, and the gaps between rare cases."""

from collections.abc import Sequence

from audits.domain.question import Question
from audits.reporting import Month, TrendFact
from audits.statistics import Count, Tuning, cusum, g_chart, p_chart, pooled

from .period_weeks import Period, Week, alike, good_in


# A comparable board's 347 cases of a year were good or better in 86 of 100; a fall to 70 is what
# its meeting would want to hear of. Height 4.5 rings falsely in about one stable year of twelve.
ALARM = Tuning(usual=0.86, trouble=0.70)


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


def rare(question: Question, weeks: Sequence[Week]) -> str:
    """Say how many cases lie between those of the lowest grade, and what would be progress."""
    scale = question.scale
    if scale is None:
        return ""
    events = [
        case.value == scale.worst.code for _, cases in alike(question, weeks)
        for case in cases.judged
    ]  # fmt: skip
    chart, found = g_chart(events), sum(events)
    lowest = scale.worst.label
    if not found:
        return f"{lowest}: none of the {len(events):,} cases judged since the first week."
    after = 0 if events[-1] else chart.gaps[-1]
    said = f"{lowest}: {found} of the {len(events):,} cases judged since the first week, the last "
    said += f"of them {after:,} cases ago."
    if chart.high is None:
        return said
    return (
        f"{said} Only more than {chart.high:,} cases in a row without one would be evidence of "
        "improvement; two close together can be chance."
    )


def _name(question: Question) -> str:
    return "Overall grade" if question.is_grade else question.theme


def _of(question: Question, codes: tuple[str, ...]) -> str:
    scale = question.scale
    return " or ".join(c.label for c in scale.choices if c.code in codes) if scale else ""
