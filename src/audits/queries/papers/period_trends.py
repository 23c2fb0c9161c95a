"""What months and weeks say together: limits, an alarm, and the gaps between rare cases."""

from collections.abc import Iterator, Sequence

from audits.domain.amounts import are, many
from audits.domain.question import Question, questions_by_id
from audits.findings import Tally
from audits.reporting import Gaps, Month, RareFact, TrendFact
from audits.statistics import (
    Count,
    GChart,
    PPoint,
    Tuning,
    cusum,
    g_chart,
    p_chart,
    pooled,
    tuned,
    weeks_to_notice,
)
from audits.templates import AuditTemplate

from .period_weeks import Period, Week, alike, good_in, good_of, labels_of


TEN = 10  # cases a week
RARE = 0.1  # a share of cases: of commoner ones the months tell more than the gaps between them


def trend(question: Question, good: tuple[str, ...], weeks: Sequence[Week]) -> TrendFact:
    """Return the months of one question with exact limits about their own share."""
    by_month: dict[str, list[Count]] = {}
    for week, cases in alike(question, weeks):
        by_month.setdefault(f"{week.day:%b %Y}", []).append(_count(week, cases, good))
    chart = p_chart([pooled(label, counts) for label, counts in by_month.items()])
    title = f"{_name(question)} by month: {labels_of(question, good)}"
    return TrendFact(title, tuple(map(_month, chart.points)), chart.centre, chart.trial)


def _month(point: PPoint) -> Month:
    count = point.count
    return Month(
        count.label, count.x, count.n, point.low, point.high, signals=point.signal is not None
    )


def _count(week: Week, cases: Tally, good: tuple[str, ...]) -> Count:
    return Count(week.cycle.ref, good_in(cases, good), len(cases.judged))


def alarms(template: AuditTemplate, weeks: Sequence[Week], period: Period) -> Iterator[str]:
    """Yield which items are watched, and of each whether its alarm rang in the period.

    They are named in the template beforehand, five at the most, and the more there are the higher
    each is set: whoever watches everything hears an alarm every other month of the quietest year.
    """
    items = len(template.watched)
    if not items:
        yield "No alarm is set: the template names no key items to be watched week by week."
        return
    yield _watching(items)
    questions = questions_by_id(template.questions)
    for item in template.watched:
        question = questions[item.question]
        tuning = tuned(item.usual, item.trouble, cases=_cases_a_week(template), items=items)
        same = list(alike(question, weeks))
        rang = list(_rang(tuning, same, good_of(question, template), period))
        yield _alarm(question, tuning, rang, template)


def _watching(items: int) -> str:
    rings = "its alarm rings" if items == 1 else "an alarm rings for one of them"
    return (
        f"{many(items, 'key item')} {are(items)} watched week by week, as the template said "
        "beforehand. An alarm asks people to "
        f"look: if nothing has changed, {rings} in at most one year of ten."
    )


def _cases_a_week(template: AuditTemplate) -> int:
    """Return how many cases one week is planned to draw; of a census ten are supposed."""
    plan = template.sample
    fixed = sum(plan.strata.fixed.values()) if plan.strata else 0
    return plan.size or fixed or TEN


def _rang(
    tuning: Tuning, weeks: Sequence[tuple[Week, Tally]], good: tuple[str, ...], period: Period
) -> Iterator[str]:
    """Yield the weeks of the period in which the alarm rang."""
    counts = [_count(week, cases, good) for week, cases in weeks]
    for point, (week, _) in zip(cusum(counts, tuning), weeks, strict=True):
        if point.alarm and period.holds(week.day):
            yield point.count.label


def _alarm(question: Question, tuning: Tuning, rang: Sequence[str], template: AuditTemplate) -> str:
    rings = "did not ring"
    if rang:
        rings = f"rang in {', '.join(rang)}: look at what changed"
    after = weeks_to_notice(tuning, cases=_cases_a_week(template))
    return (
        f"{question.number}. {_name(question)}: the alarm {rings}. It is set on "
        f"{labels_of(question, good_of(question, template)).lower()} falling from "
        f"{tuning.usual * 100:.0f} to {tuning.trouble * 100:.0f} in 100, which it notices after "
        f"about {many(after, 'week')}."
    )


def rare(question: Question, weeks: Sequence[Week]) -> RareFact:
    """Return how many cases lie between those of the lowest grade, and what would be progress."""
    scale = question.scale
    assert scale is not None  # noqa: S101 -- only questions on a scale are graded
    worst = scale.worst
    events: list[bool] = []
    for _, cases in alike(question, weeks):
        events.extend(case.value == worst.code for case in cases.judged)
    title = f"Cases from one {worst.label} to the next"
    judged = f"of the {many(len(events), 'case')} judged since the first week"
    if not any(events):
        return RareFact(title, f"{worst.label}: none {judged}.")
    chart = g_chart(events)
    after = 0 if events[-1] else chart.gaps[-1]
    words = f"{worst.label}: {sum(events)} {judged}, the last of them {many(after, 'case')} ago."
    if chart.rate is None or chart.rate > RARE:
        return RareFact(title, words)
    gaps = Gaps(chart.gaps, not events[-1], round(chart.median or 0), chart.high or 0)
    return RareFact(title, f"{words} {_progress(chart)}", gaps)


def _progress(chart: GChart) -> str:
    long = len(chart.improvements)
    seen = f"{long or 'None'} {'were' if long > 1 else 'was'} so long"
    limit = many(chart.high or 0, "case")
    return (
        f"Only a gap of more than {limit} is evidence of improvement. {seen}. "
        "One short gap is never a signal: two such cases close together can be chance."
    )


def _name(question: Question) -> str:
    if question.is_grade:
        return "Overall grade"
    return question.theme
