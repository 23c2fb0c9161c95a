"""Parts of reports on grades given twice: before and after moderation, and by two raters."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from audits.domain.amounts import many

from .charts import GradedTwice, grades_chart
from .facts import CycleFacts
from .matrix_chart import matrix_chart
from .paper import Block, Items, Table, Text
from .report_facts import GradesFact, RatersFact
from .report_parts import UNTITLED, picture


ON_A_PAGE = 8  # pairs of bars, with the table of their numbers
FEW_GRADES = 3  # grades whose pairs are shown one by one


def grades(facts: CycleFacts) -> Iterator[Block]:
    """Yield how grades stood before and after moderation, and which way they were moved."""
    for scale, of_scale in groupby(facts.report.grades, key=attrgetter("scale")):
        graded = list(of_scale)
        yield from _grades_charts(scale, graded)
        if len(graded) > FEW_GRADES:
            yield _directions(graded)
            continue
        yield from map(Text, map(_direction, graded))
        yield from map(_met, filter(_has_moved, graded))


def _grades_charts(scale: Sequence[str], graded: Sequence[GradesFact]) -> Iterator[Block]:
    """Yield the pairs of bars of one scale, as many in a chart as a page holds."""
    title = "Grades: what agencies gave themselves, and after moderation"
    twice = [GradedTwice(grade.label, grade.own, grade.moderated) for grade in graded]
    for start in range(0, len(twice), ON_A_PAGE):
        part = f", from line {start + 1}" if len(twice) > ON_A_PAGE else ""
        chart = grades_chart(UNTITLED, scale, twice[start : start + ON_A_PAGE])
        yield picture(f"{title}{part}", chart, 80)


def _directions(graded: Sequence[GradesFact]) -> Table:
    """Return which way moderation moved many grades, one a row."""
    headings = ("What was graded", "Grades", "Lowered", "Raised", "Kept", "Not ranked")
    rows = tuple(map(_direction_row, graded))
    return Table("Which way moderation moved them", headings, rows, (9, 2, 2, 2, 2, 2))


def _direction_row(grade: GradesFact) -> tuple[str, ...]:
    counts = (sum(grade.own), grade.lowered, grade.raised, grade.same, grade.apart)
    return grade.label, *map(str, counts)


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
    return _pairs(f"{grade.label}: each pair of grades", grade, ("Own", "Moderated"))


def _pairs(title: str, grade: GradesFact | RatersFact, graders: tuple[str, str]) -> Block:
    """Return how often each grade met each: a grid, or where most of it is empty only the rest."""
    pairs = [
        (grade.scale[i], grade.scale[j], f"{count}")
        for i, row in enumerate(grade.table)
        for j, count in enumerate(row)
        if count
    ]
    if 2 * len(pairs) < len(grade.scale) ** 2:
        return Table(title, (*graders, "Cases"), tuple(pairs), (4, 4, 2))
    return picture(title, matrix_chart(UNTITLED, grade.scale, grade.table, graders), 40)


def agreement(facts: CycleFacts) -> Iterator[Block]:
    """Yield how two blind ratings compare: the pairs first, then what may be said of them."""
    for rater in facts.report.raters:
        title = f"{rater.label}: two raters, neither knowing the other's grade"
        yield _pairs(title, rater, ("First", "Second"))
        yield from map(Text, rater.says)
        if rater.disagreements:
            yield Items("Where they differ:", rater.disagreements)
