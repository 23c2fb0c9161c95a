"""Putting things into cells, so that each stays what it is: openpyxl's traps in one place."""

from copy import copy
from datetime import date, datetime
from math import isfinite
from typing import Any, cast

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.formulas import is_like_a_formula
from audits.domain.plain_text import clean_text
from audits.domain.working_days import ENGLAND

from .limits import CELL, cut
from .looks import BLACK, FONT, GREY, SILVER, WHITE


FIRST_YEAR = 1901  # Excel knows no days before 1900, in which it has a 29 February


def put(
    sheet: Worksheet, row: int, column: int, value: object, look: StyleArray | None = None
) -> Cell:
    """Write a value so that it stays what it is: text that begins like a formula stays text."""
    cell = _at(sheet, row, column, look)
    shown = as_cell_value(value)
    if isinstance(shown, date):
        _own_look(cell)  # openpyxl gives it a day's format, which others' numbers must not get
    cell.value = shown
    if isinstance(shown, str):
        cell.data_type = "s"
        if is_like_a_formula(shown):
            keep_as_text(cell)
    return cell


def as_cell_value(value: object) -> int | float | date | str | None:
    """Return a value as a cell can hold it: what no cell shows as a number or a day is text."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(ENGLAND).replace(tzinfo=None)  # cells know no zones
    if isinstance(value, date):
        return value if value.year >= FIRST_YEAR else f"{value:%d/%m}/{value.year:04d}"
    if value in ("", None):
        return None
    return cut(clean_text(str(value)), CELL) or None


def keep_as_text(cell: Cell) -> None:
    """Let a cell's text stay text when somebody opens the cell and leaves it again."""
    _own_look(cell).quotePrefix = 1


def put_referenced(
    sheet: Worksheet,
    row: int,
    column: int,
    texts: tuple[str, str],
    look: StyleArray,
    *,
    guidance: str = "",
    on_dark: bool = False,
) -> Cell:
    """Write words with their reference small below them: it is for the reader, not for people.

    ``guidance`` stands between the two in letters that are not bold.
    """
    cell = _at(sheet, row, column, look)
    small = clean_text(texts[1])
    words = cut(clean_text(texts[0]), CELL - len(small) - 1)
    large, little = (WHITE, SILVER) if on_dark else (BLACK, GREY)
    bold = InlineFont(rFont=FONT, b=True, sz=11, color=Color(large))
    plain = InlineFont(rFont=FONT, sz=9, color=Color(large))
    tiny = InlineFont(rFont=FONT, sz=7, color=Color(little))
    parts = [TextBlock(bold, f"{words}\n")]
    if guidance:
        between = cut(clean_text(guidance), CELL - len(small) - len(words) - 2)
        parts.append(TextBlock(plain, f"{between}\n"))
    cell.value = CellRichText(*parts, TextBlock(tiny, small))
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, look: StyleArray) -> Cell:
    """Write a formula of our own; what it quotes goes through `quoted` first."""
    cell = _at(sheet, row, column, look)
    cell.value = formula
    return cell


def quoted(text: str) -> str:
    """Return a text as a formula names it: what a cell holds, in quotation marks.

    Example:
        >>> print(quoted('Not "good" yet'))
        "Not ""good"" yet"
    """
    doubled = clean_text(text).replace('"', '""')
    return f'"{doubled}"'


def link(cell: Cell, title: str, to: str) -> None:
    """Make a cell lead to another in the same workbook, not to an address outside it."""
    doubled = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{doubled}'!{to}")


def _at(sheet: Worksheet, row: int, column: int, look: StyleArray | None) -> Cell:
    cell = cast("Cell", sheet.cell(row, column))
    if look is not None:
        # openpyxl keeps a cell's whole look in one small array; its stubs do not show it.
        cell._style = look  # type: ignore[attr-defined]  # as said above
    return cell


def _own_look(cell: Any) -> Any:
    """Give a cell a look of its own, like the one it shared, and return it to be changed."""
    cell._style = copy(cell._style) if cell.has_style else StyleArray()
    return cell._style
