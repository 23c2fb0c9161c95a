"""One plain table as long as need be, written as it goes: ten thousand rows at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.formulas import is_like_a_formula

from .cells import as_cell_value, keep_as_text
from .files import saved
from .looks import FONT, NAVY, WHITE
from .sheets import WIDER, fit_row, print_on, tab_name


DAY = "DD/MM/YYYY"
TOP = Alignment(vertical="top", horizontal="left", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and its width in characters."""

    heading: str
    width: float


def write_long_table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    frozen: int,
    pages_wide: int,
) -> bytes:
    """Return rows as an .xlsx with one sheet, its first ``frozen`` columns staying in view.

    Dates are dates and numbers are numbers; text that begins like a formula stays text.
    """
    book = Workbook(write_only=True)
    # What it makes has a worksheet's ways; openpyxl's stubs do not show it.
    sheet: Any = book.create_sheet(tab_name(title, ()))
    _wrap_all(book)
    _lay_out(sheet, columns, frozen, pages_wide)
    fit_row(sheet, 1, [], least=2)
    sheet.append([_heading(sheet, column.heading) for column in columns])
    day = _day_style(sheet)
    count = 1
    for row in rows:
        count += 1
        values = [as_cell_value(value) for value in row]
        texts = _wrapped_texts(values, columns)
        if texts:
            fit_row(sheet, count, texts)
        sheet.append([_cell(sheet, value, day) for value in values])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    return saved(book)


def _wrapped_texts(values: Sequence[object], columns: Sequence[Column]) -> list[tuple[str, float]]:
    """Return the texts of a row that take more than one line, each with its column's width."""
    texts = []
    for value, column in zip(values, columns, strict=True):
        if isinstance(value, str) and _may_wrap(value, column.width):
            texts.append((value, column.width))
    return texts


def _may_wrap(text: str, width: float) -> bool:
    return len(text) > width * WIDER or "\n" in text or not text.isascii()


def _lay_out(sheet: Any, columns: Sequence[Column], frozen: int, pages_wide: int) -> None:
    """Say how a sheet looks and prints, which has to be said before its first row is written."""
    for place, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.alignment = column.width, TOP
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    print_on(sheet, "landscape", pages_wide=pages_wide, rows="1:1", columns="A:A")


def _heading(sheet: Worksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(name=FONT, bold=True, color=WHITE)
    cell.fill = PatternFill("solid", fgColor=NAVY)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _wrap_all(book: Any) -> None:
    """Let cells without a look of their own wrap, and begin at the top of their row.

    They take the first look of a workbook in Excel and their column's in LibreOffice. A look for
    each of two hundred thousand cells would take as long as all the rest.
    """
    book._cell_styles[0].alignmentId = book._alignments.add(TOP)


def _day_style(sheet: Worksheet) -> Any:
    """Return the look that all days share."""
    cell: Any = WriteOnlyCell(sheet)
    cell.number_format, cell.alignment = DAY, TOP
    return cell._style


def _cell(sheet: Worksheet, value: object, day: Any) -> object:
    if isinstance(value, date):
        dated: Any = WriteOnlyCell(sheet)
        dated.value, dated._style = value, day
        return dated
    if not isinstance(value, str) or not is_like_a_formula(value):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    keep_as_text(cell)
    return cell
