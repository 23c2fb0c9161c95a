"""Parts that several reports share: returns, findings, actions, how grades moved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from statistics import median

from audits.domain.amounts import many, were
from audits.domain.days import day_in_words
from audits.domain.finding import FindingKind
from audits.domain.partnership import Partnership

from .charts import Chart, GradedTwice, grades_chart, matrix_chart
from .facts import ActionFact, CycleFacts, FindingFact
from .paper import Block, Heading, Items, Picture, Table, Text
from .report_facts import GradesFact, ResponseFact
from .response_chart import response_curve


SIDES = ((FindingKind.STRENGTH, "Strengths"), (FindingKind.DEVELOPMENT, "Areas for development"))
UNTITLED = ""  # a chart under a heading needs no title of its own
ON_A_PAGE = 8  # pairs of bars, with the table of their numbers
FEW_GRADES = 3  # grades whose pairs are shown one by one
NOTHING_MET = "No clear strength or concern emerged."


def day_or_none(day: date | None) -> str:
    """Return a day in words, or that there is none."""
    if day is None:
        return "no date"
    return day_in_words(day)


def state_of(facts: CycleFacts) -> str:
    """Say whether what a paper tells is agreed."""
    group = facts.partnership.quality_group.short
    if facts.agreed:
        return f"agreed by {group}"
    return f"a draft, not yet agreed by {group}"


def for_those_who_took_part(partnership: Partnership) -> str:
    """Return the marking of a paper that is not published."""
    sensitive = partnership.markings.sensitive
    return f"{sensitive}. For the agencies that took part; not for publication."


def picture(caption: str, chart: Chart, share: int = 100) -> Picture:
    """Return a chart without a title of its own as a block under a heading, ``share`` wide."""
    alt = f"{caption}: {chart.alt.lstrip('. ')}"
    return Picture(chart.svg, chart.png, alt, replace(chart.table, caption=caption), share)


def returns(facts: CycleFacts) -> Iterator[Block]:
    """Yield who returned a workbook and when, where units are named, and who need not."""
    if facts.waived:
        yield Text(waived_in_words(facts))
    yield from map(Text, facts.went_ahead)
    if facts.returns:
        rows = tuple((row.unit, row.outcome) for row in facts.returns)
        yield Table("Returns", ("From", "What came back"), rows, (5, 6))


def waived_in_words(facts: CycleFacts) -> str:
    """Say how the packs sent out add up, those waived apart from those that did not come."""
    waived = sum(count for _, count in facts.waived)
    missing = facts.issued - facts.returned - facts.still_asked - waived
    why = "; ".join(f"{count} {reason}" for reason, count in facts.waived)
    if len(facts.waived) == 1:
        ((why, _),) = facts.waived
    let_off = f"{waived:,} {were(waived)} waived ({why})"
    gone = f"{missing:,} {'has' if missing == 1 else 'have'} not come"
    sent = f"Of {many(facts.issued, 'workbook')} sent out"
    back = f"{facts.returned:,} came back"
    if facts.still_asked:
        back += f", {facts.still_asked:,} came and must be completed"
    return f"{sent}, {back}, {let_off} and {gone}."


def response(fact: ResponseFact | None) -> Iterator[Block]:
    """Yield when returns came in, if any was asked for."""
    if fact is not None:
        curve = response_curve(
            UNTITLED, fact.returned, expected=fact.expected, due_day=fact.due_day,
            reminders=fact.reminders, extended=fact.extended, still_expected=fact.still_expected,
        )  # fmt: skip
        days = [0, *(d for d in range(1, len(fact.returned)) if _moved(fact, d))]
        rows = tuple(curve.table.rows[day] for day in days)
        short = replace(curve, table=replace(curve.table, rows=rows))
        yield picture("When the returns came in", short, 60)


def _moved(fact: ResponseFact, day: int) -> bool:
    series = (fact.returned, fact.still_expected or fact.returned)
    return any(each[day] != each[day - 1] for each in series) or day == len(fact.returned) - 1


def found(facts: CycleFacts, how_sure: str) -> Iterator[Block]:
    """Yield strengths and areas for development theme by theme, each with its numbers in words."""
    for kind, words in SIDES:
        rows = tuple(
            (theme if first else "", finding.text, f"{finding.says}.")
            for theme, of in groupby(_of(facts.findings, kind), key=lambda f: f.theme)
            for first, finding in _firsts(of)
        )
        if rows:
            yield Table(words, ("Theme", "Finding", how_sure), rows, (2, 4, 5))
    if not facts.findings:
        yield Text(NOTHING_MET)


def _of(findings: Iterable[FindingFact], kind: FindingKind) -> list[FindingFact]:
    return sorted((f for f in findings if f.kind is kind), key=lambda f: f.theme)


def _firsts(findings: Iterable[FindingFact]) -> Iterator[tuple[bool, FindingFact]]:
    return ((place == 0, finding) for place, finding in enumerate(findings))


def actions(plan: tuple[ActionFact, ...], caption: str = "Action plan") -> Iterator[Block]:
    """Yield who does what by when, and how we will know that it worked."""
    if plan:
        rows = tuple(
            (a.id, a.title, a.owner or "nobody yet", day_or_none(a.due), a.measure or "not said")
            for a in plan
        )
        headings = ("No.", "What", "Who", "By", "How we will know it worked")
        yield Table(caption, headings, rows, (2, 9, 4, 4, 7))


def grades(facts: CycleFacts) -> Iterator[Block]:
    """Yield how grades stood before and after moderation, and which way they were moved."""
    for scale, of in groupby(facts.report.grades, key=lambda g: g.scale):
        given = list(of)
        twice = [GradedTwice(g.label, g.own, g.moderated) for g in given]
        title = "Grades: what agencies gave themselves, and after moderation"
        for start in range(0, len(twice), ON_A_PAGE):
            part = f", from line {start + 1}" if len(twice) > ON_A_PAGE else ""
            chart = grades_chart(UNTITLED, scale, twice[start : start + ON_A_PAGE])
            yield picture(f"{title}{part}", chart, 80)
        if len(given) > FEW_GRADES:
            yield _directions(given)
            continue
        yield from (Text(_direction(each)) for each in given)
        yield from (_met(each) for each in given if _has_moved(each))


def _directions(given: Sequence[GradesFact]) -> Table:
    """Return which way moderation moved many grades, one a row."""
    rows = tuple(
        (g.label, str(sum(g.own)), str(g.lowered), str(g.raised), str(g.same), str(g.apart))
        for g in given
    )
    headings = ("What was graded", "Grades", "Lowered", "Raised", "Kept", "Not ranked")
    return Table("Which way moderation moved them", headings, rows, (9, 2, 2, 2, 2, 2))


def _direction(grade: GradesFact) -> str:
    total = sum(grade.own)
    if not grade.is_ranked:
        kept = f"changed {grade.apart} and left {grade.same} as they were."
        return f"{grade.label}: of {many(total, 'decision')}, moderation {kept}"
    moved = f"{grade.label}: of {many(total, 'grade')}, moderation lowered {grade.lowered}, raised "
    moved += f"{grade.raised} and left {grade.same} as they were"
    if grade.apart:
        moved += f"; {grade.apart} cannot be ranked"
    return f"{moved}."


def _has_moved(grade: GradesFact) -> bool:
    """Tell whether moderation moved any, up, down or, for decisions, to another one."""
    return bool(grade.raised or grade.lowered or (grade.apart and not grade.is_ranked))


def _met(grade: GradesFact) -> Block:
    chart = matrix_chart(UNTITLED, grade.scale, grade.table, ("Own", "Moderated"))
    return picture(f"{grade.label}: each pair of grades", chart, 40)


def numbers(facts: CycleFacts) -> Iterator[Block]:
    """Yield the numbers that agencies gave: each of them, the middle one, the ends."""
    rows = tuple(
        (
            number.asks,
            _each_number(number.values),
            f"{median(number.values):,g}",
            f"{number.values[0]:,g} to {number.values[-1]:,g}",
            f"{number.unanswered:,}",
        )
        for number in facts.report.numbers
        if number.values
    )
    if rows:
        headings = ("Asked", "Answers, the smallest first", "Median", "Range", "Not answered")
        yield Table("Numbers that were given", headings, rows, (8, 8, 2, 3, 3))


def _each_number(values: Sequence[float]) -> str:
    """Return sorted numbers one by one; one that was given more than once says how often."""
    numbers = []
    for value, times in Counter(values).items():
        number = f"{value:,g}"
        if times > 1:
            number += f" ({many(times, 'time')})"
        numbers.append(number)
    return ", ".join(numbers)


def agreement(facts: CycleFacts) -> Iterator[Block]:
    """Yield how two blind ratings compare: the pairs first, then what may be said of them."""
    for rater in facts.report.raters:
        title = f"{rater.label}: two raters, neither knowing the other's grade"
        chart = matrix_chart(UNTITLED, rater.scale, rater.table, ("First", "Second"))
        yield picture(title, chart, 40)
        yield from map(Text, rater.says)
        if rater.disagreements:
            yield Items("Where they differ:", rater.disagreements)


def how_to_read(*texts: str) -> Iterator[Block]:
    """Yield the end of a paper: how its numbers were made."""
    yield Heading("How to read this")
    yield from map(Text, texts)
