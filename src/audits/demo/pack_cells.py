"""How somebody who is sent a workbook finds their way in it: by what is written there.

Nothing here knows how the workbook was made. A row belongs to a case because its reference says
so, a column to a question because its heading does, and cells that are not locked are to be filled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


ROW = re.compile(r"\bP\d+\.\d+-C(\d{3})-[0-9A-Z]{5}\b")
CELL = re.compile(r"\bP\d+\.\d+-C(\d{3})-Q(\d{2})-[0-9A-Z]{5}\b")
HEADING = re.compile(r"\bP\d+\.\d+-Q(\d{2})-[0-9A-Z]{5}\b")
ONCE = re.compile(r"\bP\d+\.\d+-A\d{2}-[0-9A-Z]{5}\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one question about one case is answered, and where a note may stand beside it."""

    case: str
    number: int
    answer: Cell
    note: Cell | None


@dataclass(frozen=True, slots=True)
class Row:
    """One case's row in a grid, or one of its questions' where a case has a sheet."""

    case: str
    sheet: Worksheet = field(repr=False)
    number: int


def open_pack(pack: bytes) -> Workbook:
    """Return the workbook as somebody has it open."""
    return load_workbook(BytesIO(pack))


def save_pack(book: Workbook) -> bytes:
    """Return the workbook as saved."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def case_rows(book: Workbook, cases: tuple[str, ...]) -> list[Row]:
    """Return the rows of the grid, each with the case whose reference stands in it."""
    return [
        Row(_case_in(sheet, cell.row, cases), sheet, cell.row)
        for sheet, cell, _ in _matching(book, ROW)
    ]


def rows_to_sort(book: Workbook, cases: tuple[str, ...]) -> list[list[Row]]:
    """Return the rows that a sort may put in another order, sheet by sheet."""
    grid = case_rows(book, cases)
    alone: dict[str, list[Row]] = {}
    for sheet, cell, _ in _matching(book, CELL):
        alone.setdefault(sheet.title, []).append(Row(_case_of(sheet, cases), sheet, cell.row))
    return list(filter(None, (grid, *alone.values())))


def places(book: Workbook, cases: tuple[str, ...]) -> Iterator[Place]:
    """Yield every place where something is asked about a case, in a grid or on its own sheet."""
    yield from _places_in_grid(book, cases)
    for sheet, cell, match in _matching(book, CELL):
        open_cells = _open_cells(sheet, cell)
        if open_cells:
            note = open_cells[1] if len(open_cells) > 1 else None
            yield Place(_case_of(sheet, cases), int(match[2]), open_cells[0], note)


def _places_in_grid(book: Workbook, cases: tuple[str, ...]) -> Iterator[Place]:
    headings = {
        (sheet.title, cell.column): int(match[1]) for sheet, cell, match in _matching(book, HEADING)
    }
    for row in case_rows(book, cases):
        for (title, column), number in headings.items():
            if title == row.sheet.title:
                note = _note_beside(row, column + 1, headings)
                yield Place(row.case, number, _at(row, column), note)


def asked_once(book: Workbook, words: str) -> Cell:
    """Return where a question with these words, asked once for the whole return, is answered.

    Raises:
        ValueError: if the workbook does not ask it.
    """
    for sheet, cell, _ in _matching(book, ONCE):
        row = [_text(other) for other in sheet[cell.row]]
        if any(words.casefold() in text.casefold() for text in row):
            return _open_cells(sheet, cell)[0]
    raise ValueError(f"the workbook does not ask: {words}")


def _matching(
    book: Workbook, pattern: re.Pattern[str]
) -> Iterator[tuple[Worksheet, Cell, re.Match[str]]]:
    """Yield every cell in sight in which such a reference stands."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows():
                for cell in row:
                    match = pattern.search(_text(cell))
                    if match and isinstance(cell, Cell):
                        yield sheet, cell, match


def _case_in(sheet: Worksheet, row: int, cases: tuple[str, ...]) -> str:
    texts = {_text(cell).strip() for cell in sheet[row]}
    return next(case for case in cases if case in texts)


def _case_of(sheet: Worksheet, cases: tuple[str, ...]) -> str:
    """Return the case that a sheet is about; a self-assessment has one and names no sheet."""
    head = _text(sheet["A1"]).strip()
    if head not in cases:
        return cases[0]
    return head


def _note_beside(row: Row, column: int, headings: dict[tuple[str, int], int]) -> Cell | None:
    """Return the next cell, if it may be written in and its column asks nothing else."""
    beside = _at(row, column)
    asks = (row.sheet.title, column) in headings
    if asks or beside.protection.locked:
        return None
    return beside


def _at(row: Row, column: int) -> Cell:
    cell = row.sheet.cell(row.number, column)
    if not isinstance(cell, Cell):
        raise ValueError(f"{cell.coordinate} is part of a merged cell; there is nothing to fill in")
    return cell


def _open_cells(sheet: Worksheet, reference: Cell) -> list[Cell]:
    """Return the cells to the right of a reference that may be written in."""
    right = [c for c in sheet[reference.row] if isinstance(c, Cell) and c.column > reference.column]
    return [cell for cell in right if not cell.protection.locked]


def _text(cell: object) -> str:
    return str(getattr(cell, "value", None) or "")
