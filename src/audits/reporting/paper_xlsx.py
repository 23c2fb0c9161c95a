"""A paper as a workbook: one sheet with its texts, one for each of its tables."""

from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import gettempdir

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.writing import writing

from .paper import Paper, Table, Text


LONGEST_TITLE = 31  # characters of a sheet's name (Excel's specification and limits)
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
FONT = "Arial"
LINE = 110  # characters across a page


def as_xlsx(paper: Paper) -> bytes:
    """Return a paper as a workbook; what begins like a formula stays text."""
    book, file = Workbook(), BytesIO()
    first: Worksheet = book.worksheets[0]
    first.title = "Read me"
    texts = [block.text for block in paper.blocks if isinstance(block, Text)]
    said = (paper.title, paper.subtitle, paper.marking, *texts, paper.footer)
    for row, text in enumerate(said, start=1):
        _put(first, row, 1, text)
    first["A1"].font = Font(name=FONT, bold=True, size=16)
    first.column_dimensions["A"].width = LINE
    _print_on_a4(first)
    for block in paper.blocks:
        if isinstance(block, Table):
            _table(book, block)
    with writing(Path(gettempdir()), SerialisationError):  # where openpyxl puts sheets together
        book.save(file)
    return file.getvalue()


def _print_on_a4(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _table(book: Workbook, table: Table) -> None:
    sheet: Worksheet = book.create_sheet(_title(table.caption, book))
    for row, texts in enumerate((table.headings, *table.rows), start=1):
        for column, text in enumerate(texts, start=1):
            _put(sheet, row, column, text)
    for column, share in enumerate(table.widths, start=1):
        heading = sheet.cell(1, column)
        heading.font = Font(name=FONT, bold=True, color="FFFFFFFF")
        heading.fill = PatternFill("solid", fgColor="FF1D3557")
        sheet.column_dimensions[get_column_letter(column)].width = LINE * share / sum(table.widths)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _print_on_a4(sheet)


def _title(caption: str, book: Workbook) -> str:
    plain = caption.translate(FORBIDDEN).strip("' ")[: LONGEST_TITLE - 3] or "Table"
    taken = {name.casefold() for name in book.sheetnames}
    title = plain
    for n in count(2):
        if title.casefold() not in taken:
            break
        title = f"{plain} {n}"
    return title


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        cell.value = text
        cell.data_type = "s"
        cell.font = Font(name=FONT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
