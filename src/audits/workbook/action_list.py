"""The whole action plan as one plain sheet, for whoever wants to sort and count it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.formulas import is_like_a_formula
from audits.domain.plain_text import clean_text
from audits.domain.writing import writing

from .cells import FONT, LONGEST, NAVY, fit_row, print_on


WIDTHS = {
    "id": 7, "title": 44, "due": 11, "rag": 7, "overdue_days": 9, "percent_done": 9, "measure": 36,
    "source": 20, "theme": 20, "findings": 20, "original_due": 11, "times_moved": 8, "evidence": 36,
    "evidence_files": 40, "impact": 36, "closed_why": 30, "updated_at": 11, "completed_at": 12,
    "closed_at": 11, "meeting": 11,
}  # fmt: skip
USUAL = 14  # characters
PAGES_WIDE = 3
CALLED = {"id": "No.", "rag": "RAG"}
DAY = "DD/MM/YYYY"
TOP = Alignment(vertical="top", horizontal="left", wrap_text=True)


def write_action_list(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """Return the rows as an .xlsx with these columns; written as it goes, ten thousand at a time.

    Dates are dates and numbers are numbers; text that begins like a formula stays text.
    """
    book = Workbook(write_only=True)
    # What it makes has a worksheet's ways; openpyxl's stubs do not show it.
    sheet: Any = book.create_sheet("Actions")
    _wrap_all(book)
    _lay_out(sheet, columns)
    fit_row(sheet, 1, [], least=2)
    sheet.append([_heading(sheet, name) for name in columns])
    widths = {name: WIDTHS.get(name, USUAL) for name in columns}
    day = _day_style(sheet)
    count = 1
    for row in rows:
        texts = [(said, width) for n, width in widths.items() if len(said := str(row[n])) > width]
        if texts:
            fit_row(sheet, count + 1, texts)
        sheet.append([_cell(sheet, row[name], day) for name in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    file = BytesIO()
    with writing(Path(gettempdir()), SerialisationError):  # where openpyxl puts sheets together
        book.save(file)
    return file.getvalue()


def _lay_out(sheet: Any, columns: Sequence[str]) -> None:
    """Say how a sheet looks and prints, which has to be said before its first row is written."""
    for place, name in enumerate(columns, start=1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width, column.alignment = WIDTHS.get(name, USUAL), TOP
    sheet.freeze_panes = "C2"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    print_on(sheet, "landscape", pages_wide=PAGES_WIDE)


def _heading(sheet: Worksheet, name: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=CALLED.get(name, name.replace("_", " ").capitalize()))
    cell.font = Font(name=FONT, bold=True, color="FFFFFFFF")
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


def _cell(sheet: Worksheet, value: Any, day: Any) -> object:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, date):
        dated: Any = WriteOnlyCell(sheet)
        dated.value, dated._style = value, day
        return dated
    text = clean_text(str(value))[:LONGEST]
    if not is_like_a_formula(text):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
