"""What answers mean, beside where they are given: a strip over the answers, grades below them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter
from textwrap import wrap

from audits.domain.question import Choice, Question, Scale
from audits.xlsx import Looks, Sheet, lines_of, put

from .help_texts import descriptors
from .table import HEADING_ROW, Table


STRIP_ROW = 2  # above the headings, so that it stays in view
WIDE_ENOUGH = 20  # characters of a column that a meaning can be read in
SMALLER = 11 / 9  # so many more of its letters go into a column
IN_LINE = 130  # characters of a line below the answers
BELOW = 3  # the column of what stands below: beyond those that each page repeats
GAP = 2  # rows between the last row and what stands below it: none is read as an answer


def write_strip(sheet: Sheet, table: Table, looks: Looks) -> int:
    """Write what each choice means over the columns; return how many lines the strip takes."""
    lines = 0
    for column, text in strip_of(table):
        put(sheet, STRIP_ROW, column, text, looks.meaning)
        lines = max(lines, lines_of(text, table.widths[column - 1] * SMALLER))
    return lines


def strip_of(table: Table) -> Iterator[tuple[int, str]]:
    """Yield the columns of the strip, from one, and what stands there; none over a grid."""
    scale = _scale_of(table)
    wide = []
    for column, width in enumerate(table.widths, start=1):
        if width >= WIDE_ENOUGH:
            wide.append(column)
    if scale is None or not wide:
        return
    texts = [f"{choice.label}: {choice.means}" for choice in filter(_is_told, scale.choices)]
    *own, last = wide
    yield from zip(own, texts, strict=False)
    if texts[len(own) :]:
        yield last, "\n".join(texts[len(own) :])


def write_below(sheet: Sheet, table: Table, looks: Looks) -> None:
    """Write what each grade looks like below the answers, a line each."""
    row = HEADING_ROW + len(table.lines) + GAP
    for number, text in enumerate(texts_below(table)):
        look = looks.meaning_in_line if number else looks.progress
        put(sheet, row + number, BELOW, text, look)


def texts_below(table: Table) -> Iterator[str]:
    """Yield the lines below the answers, the first of them a heading."""
    for question in _questions(table):
        described = list(descriptors(question))
        if described:
            yield f"What each grade looks like (question {question.number})"
            for text in described:
                yield from wrap(text, IN_LINE)
            return


def texts_of_meanings(table: Table) -> Iterator[str]:
    """Yield every text that says what answers mean on the sheet of a table."""
    for _, text in strip_of(table):
        yield text
    yield from texts_below(table)


def _is_told(choice: Choice) -> bool:
    return bool(choice.means)


def _scale_of(table: Table) -> Scale | None:
    """Return the scale that most rows are answered in, None for grids and where none is told."""
    if table.is_grid:
        return None
    scales = filter(None, map(attrgetter("scale"), _questions(table)))
    counts = Counter(scale for scale in scales if any(map(_is_told, scale.choices)))
    return next((scale for scale, _ in counts.most_common(1)), None)


def _questions(table: Table) -> Iterable[Question]:
    if table.is_grid:
        return filter(None, map(attrgetter("question"), table.headings))
    return filter(None, map(attrgetter("question"), table.lines))
