"""How a moderation workbook is laid out: names of tabs, widths, heights of rows, printed pages."""

from collections.abc import Iterable
from math import ceil

from audits.domain.grade_book import GradeSheet
from audits.xlsx import Sheet, column_letter, height_of, print_on, tab_name

from .layout import HIDDEN, MEANINGS, START
from .table import HEADING_ROW


LABELS = 44  # characters across the first column
WIDTHS = {1: 64, 2: 46}  # across an agency's, by how many agencies there are
WIDTH = 36
RESERVED = (START, MEANINGS, HIDDEN)
PAGE = 1150.0  # points of rows on a portrait page that is fitted to its width and still legible


def tab_names(sheets: Iterable[GradeSheet]) -> dict[str, str]:
    """Return the name of each case's tab: its organisation's, or else the case's own."""
    names: dict[str, str] = {}
    for sheet in sheets:
        taken = (*RESERVED, *names.values())
        names[sheet.case] = tab_name(sheet.name, taken, instead=sheet.case)
    return names


def width_of(columns: int) -> int:
    """Return how wide an agency's column is where so many stand side by side, in characters."""
    return WIDTHS.get(columns, WIDTH)


def print_decisions(sheet: Sheet, columns: int, last_row: int) -> None:
    """Print a sheet down to ``last_row``; what stands below it stays on the screen."""
    repeated = f"{HEADING_ROW}:{HEADING_ROW}"
    across = LABELS + width_of(columns) * columns
    if columns == 1:
        print_on(sheet, "portrait", rows=repeated, columns="A:A")
        height = height_of(sheet, range(1, last_row + 1))
        sheet.page_setup.fitToHeight = max(1, ceil(height / PAGE))
    else:
        pages_wide = max(1, ceil(across / 190))
        print_on(sheet, "landscape", pages_wide=pages_wide, rows=repeated, columns="A:A")
    sheet.print_area = f"A1:{column_letter(columns + 1)}{last_row}"
