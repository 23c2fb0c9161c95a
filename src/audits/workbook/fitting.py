"""Whether a row stands under its headings as it was issued, or was shifted or relabelled."""

from collections.abc import Collection, Iterator
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
    texts = dict(_issued(block, table, line))
    row = {column: area.cells.get((at[0], column), "") for column in texts}
    given = [c for c, issued in texts.items() if issued]
    if given and not any(row[c] for c in given):
        return False
    if any(row[c] and issued and not _alike(row[c], issued) for c, issued in texts.items()):
        return False
    counts = _counts(at, area, block, table)
    if any(row[c] and not issued for c, issued in texts.items()) and not counts:
        return False
    return counts is not False and not _holds_its_own(at, area, block, table, line)


def is_of_another(at: Place, area: Area, block: Block | None, line: Line, names: set[str]) -> bool:
    """Tell whether a row says in words that it is another: its reference was copied onto it."""
    texts = {
        folded(text)
        for column, text in area.texts_of(at[0]).items()
        if block is None or block.holds(column)
    }
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
        if heading.role is Role.TEXT and folded(text) != folded(next(texts)):
            return False
        if heading.role is Role.TO_DO and not text.isdecimal():
            return False
    return not _is_counted_after(at, at[1] + len(table.headings) - 1, area)


def may_stand_for(area: Area, block: Block, column: int, heading: Heading) -> bool:
    """Tell whether what stands over a column is a heading that was reworded."""
    over = area.cells.get((block.row, column), "")
    return _is_free(block, column) and bool(folded(over)) and _alike(over, heading.text)


def is_rival(
    area: Area, block: Block, column: int, heading: Heading, near: Collection[int | None]
) -> bool:
    """Tell whether a column without a heading of ours may be the one that was answered."""
    if not _is_free(block, column):
        return False
    words = set(folded(area.cells.get((block.row, column), "")).split())
    is_answer = "answer" in words and not words & PAST
    if column in near:
        return not words or is_answer or may_stand_for(area, block, column, heading)
    return is_answer and not heading.part


def _is_free(block: Block, column: int) -> bool:
    return block.holds(column) and not any(column in each for each in block.columns.values())


def _issued(block: Block, table: Table, line: Line) -> Iterator[tuple[int, str]]:
    texts = iter(line.texts)
    for heading in table.headings:
        if heading.role is Role.TEXT:
            text, column = next(texts), block.column(heading)
            if column is not None:
                yield column, text


def _alike(text: str, issued: str) -> bool:
    one, other = folded(text), folded(issued)
    return one == other or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _counts(at: Place, area: Area, block: Block, table: Table) -> bool | None:
    """Tell whether what is still to do is counted in its place; None where no row counts it."""
    column = next((block.column(h) for h in table.headings if h.role is Role.TO_DO), None)
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

    def counts(row: int) -> set[int]:
        after = (c for c in area.texts_of(row) if c > column and (block is None or block.holds(c)))
        return {each for each in after if _is_count((row, each), area)}

    found = counts(at[0])
    if not found:
        return False
    rows = set(area.rows_of(at[1]))
    headed = {c for (r, c), text in area.cells.items() if r not in rows and text.strip()}
    others = sum(bool(counts(row)) for row in rows)
    return bool(found - headed) and (len(rows) == 1 or others * 2 < len(rows))


def _is_count(at: Place, area: Area) -> bool:
    return area.cells.get(at, "").isdecimal() or at in area.formulas


def _holds_its_own(at: Place, area: Area, block: Block, table: Table, line: Line) -> bool:
    """Tell whether words of the row itself, or its count, stand where it is to be answered."""
    own = {folded(text) for text in line.texts if len(text.split()) >= WORDS}
    for heading in table.headings:
        if heading.role in (Role.ANSWER, Role.NOTE):
            column = block.column(heading)
            if column and folded(area.cells.get((at[0], column), "")) in own:
                return True
    return False
