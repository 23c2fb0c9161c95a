"""How a moderation workbook is laid out: names of tabs, widths, heights of rows, printed pages."""

import re
from collections.abc import Iterable, Sequence
from math import ceil

from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.grade_book import GradeSheet
from audits.domain.plain_text import clean_text

from .cells import GrowingRow, print_on
from .layout import HIDDEN, MEANINGS, START
from .table import HEADING_ROW


LABELS = 44  # characters across the first column
WIDTHS = {1: 64, 2: 46}  # across an agency's, by how many agencies there are
WIDTH = 36
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in a tab's name (Excel's rules for worksheets)
RESERVED = (START, MEANINGS, HIDDEN, "History")
LONGEST = 31
LINE = 15.0  # points that a line of Arial 11 needs
WIDER = 0.92  # Arial's letters are a little wider than the digits that columns are measured in
PAGE = 1150.0  # points of rows on a portrait page that is fitted to its width and still legible


def tab_names(sheets: Iterable[GradeSheet]) -> dict[str, str]:
    """Return the name of each case's tab: its organisation's, or else the case's own."""
    taken = {name.casefold() for name in RESERVED}
    names = {}
    for sheet in sheets:
        plain = FORBIDDEN.sub(" ", clean_text(sheet.name)).split()
        whole = " ".join(plain).strip("' ") or sheet.case
        name, number = _cut(whole, LONGEST), 2
        while name.casefold() in taken:
            end = f" ({number})"
            name, number = f"{_cut(whole, LONGEST - len(end))}{end}", number + 1
        taken.add(name.casefold())
        names[sheet.case] = name
    return names


def width_of(columns: int) -> int:
    """Return how wide an agency's column is where so many stand side by side, in characters."""
    return WIDTHS.get(columns, WIDTH)


def fit_words(
    sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], least: int = 1
) -> None:
    """Make a row high enough for its texts, wrapped between words, each with its column's width."""
    most = max((_lines(text, width * WIDER) for text, width in texts), default=1)
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=LINE * max(most, least) + 4)


def print_decisions(sheet: Worksheet, columns: int, last_row: int) -> None:
    """Print a sheet down to ``last_row``; what stands below it stays on the screen."""
    across = LABELS + width_of(columns) * columns
    if columns == 1:
        print_on(sheet, "portrait")
        heights = (sheet.row_dimensions[row].height or LINE for row in range(1, last_row + 1))
        sheet.page_setup.fitToHeight = max(1, ceil(sum(heights) / PAGE))
    else:
        print_on(sheet, "landscape", pages_wide=max(1, ceil(across / 190)))
    last = sheet.cell(last_row, columns + 1).coordinate
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_title_cols = "A:A"


def _cut(text: str, most: int) -> str:
    """Return a text of so many characters at most, cut between words where it can be."""
    while len(text.encode("utf-16-le")) > 2 * most:  # Excel counts UTF-16
        shorter = text.rpartition(" ")[0]
        if len(shorter) < most // 2:
            shorter = text[:-1]
        text = shorter
    return text.rstrip("' ")


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped between words."""
    return sum(_wrapped(part, width) for part in text.split("\n"))


def _wrapped(text: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0.0
        used += len(word) + bool(used)  # and the space before it
        more = max(0, ceil(used / width) - 1)  # a word that is longer than the column
        lines, used = lines + more, used - more * width
    return lines
