"""Putting things into cells: how they look, and openpyxl's traps in one place each."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Literal, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.plain_text import clean_text
from audits.domain.question import AnswerType


FONT = "Arial"
NAVY, YELLOW, GREY, PALE, ORANGE = "FF1D3557", "FFFFF7BF", "FF6B7280", "FFF3F4F6", "FFFFD7A8"
WHITE, BLACK, SILVER = "FFFFFFFF", "FF000000", "FFB6C2CF"
LINE = Side(style="thin", color="FF9CA3AF")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LONGEST = 32_767  # characters in a cell; openpyxl cuts silently (Excel's specification and limits)


class Cellstate(StrEnum):
    """Whether a cell may be filled in, and why."""

    OPEN = "open"
    ASKED_AGAIN = "asked_again"
    CLOSED = "closed"


FORMATS = {
    AnswerType.CHOICE: "@",
    AnswerType.TEXT: "@",
    AnswerType.DATE: "dd/mm/yyyy",
    AnswerType.NUMBER: "0.##",
}


class Looks:
    """The styles of one workbook, each made once and shared by every cell that has it."""

    def __init__(self, book: Workbook) -> None:
        self._sheet = book.create_sheet("scratch")
        top = Alignment(wrap_text=True, vertical="top")
        middle = Alignment(wrap_text=True, vertical="center")
        fill = PatternFill("solid", fgColor=YELLOW)
        opened = Protection(locked=False)
        white = Font(name=FONT, size=11, bold=True, color=WHITE)
        self.title = self._look(font=Font(name=FONT, size=20, bold=True, color=NAVY))
        self.help = self._look(font=Font(name=FONT, size=11, bold=True))
        self.strong = self._look(font=Font(name=FONT, size=11, bold=True), alignment=top)
        self.text = self._look(font=Font(name=FONT, size=11), alignment=top)
        self.boxed = self._look(font=Font(name=FONT, size=11), alignment=top, border=GRID)
        self.case = self._look(font=Font(name=FONT, size=11, bold=True), alignment=top, border=GRID)
        self.heading = self._look(
            font=white, alignment=middle, border=GRID, fill=PatternFill("solid", fgColor=NAVY)
        )
        self.small = self._look(
            font=Font(name=FONT, size=8, color=GREY), alignment=top, border=GRID
        )
        boxed = {"font": Font(name=FONT, size=11), "alignment": top, "border": GRID}
        wanted = PatternFill("solid", fgColor=ORANGE)
        self.answers = {
            (state, kind): self._look(**boxed, **how, number_format=shown)
            for state, how in (
                (Cellstate.OPEN, {"fill": fill, "protection": opened}),
                (Cellstate.ASKED_AGAIN, {"fill": wanted, "protection": opened}),
                (Cellstate.CLOSED, {}),
            )
            for kind, shown in FORMATS.items()
        }
        self.link = self._look(
            font=Font(name=FONT, size=11, underline="single", color="FF1D4ED8"),
            alignment=top, border=GRID,
        )  # fmt: skip
        self.count = self._look(
            font=Font(name=FONT, size=11, bold=True), border=GRID, number_format="0",
            alignment=Alignment(horizontal="center", vertical="top"),
        )  # fmt: skip
        self._for_moderation(top, middle)
        book.remove(self._sheet)

    def _for_moderation(self, top: Alignment, middle: Alignment) -> None:
        """Make what only moderation workbooks use."""
        self.plain = self._look(font=Font(name=FONT, size=11))  # runs on over empty cells
        self.label = self._look(
            font=Font(name=FONT, size=11, bold=True), alignment=top, border=GRID,
            fill=PatternFill("solid", fgColor=PALE),
        )  # fmt: skip
        self.band = self._look(
            font=Font(name=FONT, size=12, bold=True, color=NAVY), alignment=middle, border=GRID,
            fill=PatternFill("solid", fgColor=PALE),
        )  # fmt: skip

    def _look(self, **how: object) -> StyleArray:
        cell = cast("Cell", self._sheet["A1"])
        for name in ("font", "alignment", "border", "fill", "protection", "number_format"):
            if name in how:
                setattr(cell, name, how[name])
        # openpyxl keeps a cell's whole look in one small array; its stubs do not show it.
        made: StyleArray = copy(cell._style)  # type: ignore[attr-defined]  # as said above
        cell._style = StyleArray()  # type: ignore[attr-defined]  # as said above
        return made


class GrowingRow(RowDimension):
    """A row with a height that still grows while somebody types.

    openpyxl marks every row whose height is set as fixed; Excel and LibreOffice then cut text off.
    """

    @property
    def customHeight(self) -> bool:  # noqa: N802 -- openpyxl's and the file format's name
        """Say that nobody fixed the height by hand."""
        return False


def put(sheet: Worksheet, row: int, column: int, value: object, look: StyleArray) -> Cell:
    """Write a value so that it stays what it is: text that begins like a formula stays text."""
    cell = _at(sheet, row, column, look)
    if isinstance(value, int | float | date):
        cell.value = value
    elif value not in ("", None):
        cell.value = clean_text(str(value))[:LONGEST]
        cell.data_type = "s"
    return cell


def put_referenced(
    sheet: Worksheet,
    row: int,
    column: int,
    texts: tuple[str, str],
    look: StyleArray,
    *,
    on_dark: bool = False,
) -> Cell:
    """Write words with their reference small below them: it is for the reader, not for people."""
    cell = _at(sheet, row, column, look)
    words, small = map(clean_text, texts)
    large, little = (WHITE, SILVER) if on_dark else (BLACK, GREY)
    bold = InlineFont(rFont=FONT, b=True, sz=11, color=Color(large))
    tiny = InlineFont(rFont=FONT, sz=7, color=Color(little))
    cell.value = CellRichText(TextBlock(bold, f"{words}\n"), TextBlock(tiny, small))
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, look: StyleArray) -> Cell:
    """Write a formula of our own."""
    cell = _at(sheet, row, column, look)
    cell.value = formula
    return cell


def link(cell: Cell, title: str, to: str) -> None:
    """Make a cell lead to another in the same workbook, not to an address outside it."""
    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{to}")


def print_on(
    sheet: Worksheet, orientation: Literal["portrait", "landscape"], *, pages_wide: int = 1
) -> None:
    """Print a sheet on A4, fitted to so many pages across."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0


def _at(sheet: Worksheet, row: int, column: int, look: StyleArray) -> Cell:
    cell = cast("Cell", sheet.cell(row, column))
    cell._style = look  # type: ignore[attr-defined]  # as above
    return cell


def _wrapped_lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) / width)) for part in text.split("\n"))


def fit_row(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], least: int = 1) -> None:
    """Make a row high enough for wrapped texts, each with its column's width in characters."""
    lines = max((_wrapped_lines(text, width) for text, width in texts), default=1)
    height = 15.0 * max(lines, least) + 3
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)
