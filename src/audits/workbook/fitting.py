"""Whether a row stands under its headings as it was issued, or was shifted or relabelled."""

from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from audits.domain.spelling import folded

from .blocks import Area, Block, Place
from .table import Heading, Line, Role, Table


ALIKE = 0.6  # of two texts that are one text reworded (difflib's ratio)
WORDS = 3  # a cell with so many of a row's own words was moved there

# Beside "answer" in a heading: a copy of what was said before, which is no answer.
PAST = {"old", "older", "previous", "earlier", "last", "backup", "draft", "first", "copy"}


def fits(at: Place, area: Area, block: Block, table: Table, line: Line) -> bool:
    """Tell whether what was issued in a row still stands under the headings that it had."""
    expected, unexpected = [], []  # what stands where a text was issued, and where none was
    for column, issued in dict(_issued(block, table, line)).items():
        text = area.cells.get((at[0], column), "")
        if issued:
            expected.append((text, issued))
        else:
            unexpected.append(text)
    if expected and not any(text for text, _ in expected):
        return False
    if any(text and not _alike(text, issued) for text, issued in expected):
        return False
    counts = _counts(at, area, block, table)
    if any(unexpected) and not counts:
        return False
    return counts is not False and not _holds_its_own(at, area, block, table, line)


def is_of_another(at: Place, area: Area, block: Block | None, line: Line, names: set[str]) -> bool:
    """Tell whether a row says in words that it is another: its reference was copied onto it."""
    row = area.texts_of(at[0])
    columns = filter(block.holds, row) if block else row
    texts = {area.words_at((at[0], column)) for column in columns}
    return folded(names_of(line)) not in texts and bool(texts & names)


def names_of(line: Line) -> str:
    """Return what names a row in words: its question, or its case."""
    if line.question is None:
        return line.case
    return line.question.asks


def stands_as_issued(at: Place, area: Area, table: Table, line: Line) -> bool:
    """Tell whether a row's fixed texts, its last cell too, are as far from its reference as issued.

    Then nothing was put in or taken out between them, and answers may be told by their place.
    """
    texts, row = iter(line.texts), area.texts_of(at[0])
    for place, heading in enumerate(table.headings):
        text = row.get(at[1] + place, "")
        if heading.role is Role.TEXT and not _begins_as(text, next(texts)):
            return False
        if heading.role is Role.TO_DO and not text.isdecimal():
            return False
    return not _is_counted_after(at, at[1] + len(table.headings) - 1, area)


def may_stand_for(area: Area, block: Block, column: int, heading: Heading) -> bool:
    """Tell whether what stands over a column is a heading that was reworded."""
    over = area.cells.get((block.row, column), "")
    if not block.is_free(column) or not folded(over):
        return False
    first = over.partition("\n")[0]  # below it may stand what to look for
    return _alike(first, heading.words) or any(_alike(over, text) for text in heading.variants)


def rivals(
    area: Area,
    block: Block,
    free: Iterable[int],
    heading: Heading,
    near: Collection[int | None],
) -> Iterator[int]:
    """Yield which of the columns without a heading of ours may be the one that was answered."""
    for column in free:
        if _is_rival(area, block, column, heading, near):
            yield column


def _is_rival(
    area: Area, block: Block, column: int, heading: Heading, near: Collection[int | None]
) -> bool:
    words = set(folded(area.cells.get((block.row, column), "")).split())
    is_answer = "answer" in words and not words & PAST
    if column in near:
        return not words or is_answer or may_stand_for(area, block, column, heading)
    return is_answer and not heading.part


def _issued(block: Block, table: Table, line: Line) -> Iterator[tuple[int, str]]:
    texts = iter(line.texts)
    for heading in table.headings:
        if heading.role is Role.TEXT:
            text, column = next(texts), block.column(heading)
            if column is not None:
                yield column, text


def _alike(text: str, issued: str) -> bool:
    if _begins_as(text, issued):
        return True
    return SequenceMatcher(None, folded(text), folded(issued)).ratio() >= ALIKE


def _begins_as(text: str, issued: str) -> bool:
    """Tell whether a text is what was issued; in earlier layouts more stood below it."""
    if _is_same(text, issued):
        return True
    return bool(issued) and "\n" in text and _is_same(text.partition("\n")[0], issued)


def _is_same(text: str, issued: str) -> bool:
    """Tell whether two texts are the same words; most are the same letters, told at once."""
    return text == issued or folded(text) == folded(issued)


def _counts(at: Place, area: Area, block: Block, table: Table) -> bool | None:
    """Tell whether what is still to do is counted in its place; None where no row counts it."""
    column = block.column(table.headings[table.to_do - 1])
    if column is None:
        return None
    counted = _is_count((at[0], column), area)
    if counted and _is_counted_after(at, column, area, block):
        return False
    if counted or area.cells.get((at[0], column)):
        return counted
    rows = list(area.rows_of(at[1]))
    others = sum(_is_count((row, column), area) for row in rows)
    if others * 2 < len(rows) or len(rows) == 1:
        return None
    return False


def _is_counted_after(at: Place, column: int, area: Area, block: Block | None = None) -> bool:
    """Tell whether a row's count stands after its place: a number that was answered took that.

    Where the place still holds the formula that counts, most rows have a number after it, or the
    column has a heading, the number is one of somebody's own.
    """
    if (at[0], column) in area.formulas:
        return False
    counts = _counts_after(at[0], column, area, block)
    if not counts:
        return False
    rows = set(area.rows_of(at[1]))
    for row in area.rows:
        if row not in rows:
            counts.difference_update(area.filled_in(row))
    others = sum(bool(_counts_after(row, column, area, block)) for row in rows)
    return bool(counts) and (len(rows) == 1 or others * 2 < len(rows))


def _counts_after(row: int, column: int, area: Area, block: Block | None) -> set[int]:
    """Return the columns of a row after one, in its block, in which a count stands."""
    counts = set()
    for other in area.texts_of(row):
        is_beside = other > column and (block is None or block.holds(other))
        if is_beside and _is_count((row, other), area):
            counts.add(other)
    return counts


def _is_count(at: Place, area: Area) -> bool:
    return area.cells.get(at, "").isdecimal() or at in area.formulas


def _holds_its_own(at: Place, area: Area, block: Block, table: Table, line: Line) -> bool:
    """Tell whether words of the row itself, or its count, stand where it is to be answered."""
    own = {folded(text) for text in line.texts if len(text.split()) >= WORDS}
    for heading in table.to_fill_in:
        column = block.column(heading)
        if column and area.words_at((at[0], column)) in own:
            return True
    return False
