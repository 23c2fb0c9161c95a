"""The whole action plan as one plain sheet, for whoever wants to sort and count it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .cells import FONT, LONGEST, NAVY, UNWRITABLE, print_on


# What begins like this a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"title": 60, "measure": 40, "evidence": 40, "impact": 40, "source": 22, "id": 8}


def write_action_list(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """Return the rows as an .xlsx with these columns; written as it goes, ten thousand at a time.

    Dates are dates and numbers are numbers; text that begins like a formula stays text.
    """
    book = Workbook(write_only=True)
    # What it makes has a worksheet's ways; openpyxl's stubs do not show it.
    sheet: Any = book.create_sheet("Actions")
    for place, name in enumerate(columns, start=1):
        width = WIDTHS.get(name, 16)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    sheet.append([_heading(sheet, name) for name in columns])
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, row[name]) for name in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    sheet.print_title_rows = "1:1"
    print_on(sheet, "landscape")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _heading(sheet: Worksheet, name: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=name.replace("_", " ").capitalize())
    cell.font = Font(name=FONT, bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", fgColor=NAVY)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Worksheet, value: object) -> object:
    if value is None or isinstance(value, int | float | date):
        return value
    text = UNWRITABLE.sub("", str(value))[:LONGEST]
    if not text.startswith(FORMULAS):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
