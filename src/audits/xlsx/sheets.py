"""Workbooks and sheets: names of tabs, widths, heights of rows, printed pages, protection."""

import re
from collections.abc import Collection, Iterable, Sequence
from math import ceil
from typing import Any, Literal
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.plain_text import clean_text

from .limits import ROW, TAB, cut
from .looks import FONT


FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in a tab's name (Excel's rules for worksheets)
RESERVED = "History"  # Excel keeps this name for itself
LINE = 15.0  # points that a line of Arial 11 needs
WIDER = 0.92  # Arial's letters are a little wider than the digits that columns are measured in


class GrowingRow(RowDimension):
    """A row with a height that still grows while somebody types.

    openpyxl marks every row whose height is set as fixed; Excel and LibreOffice then cut text off.
    """

    @property
    def customHeight(self) -> bool:  # noqa: N802 -- openpyxl's and the file format's name
        """Say that nobody fixed the height by hand."""
        return False


def new_book() -> Workbook:
    """Return a workbook without sheets.

    How wide a column is, is counted in digits of its first font. That is the one of its cells:
    Excel's own is on few machines without Excel, and what stands in for it there may be wider.
    """
    book: Any = Workbook()  # what openpyxl has no public way to
    book.remove(book.worksheets[0])
    font = Font(name=FONT, size=11)
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font
    made: Workbook = book
    return made


def add_sheet(book: Workbook, title: str, place: int | None = None) -> Worksheet:
    """Add a sheet under this name, or one as like it as Excel allows: see its ``title``."""
    sheet: Worksheet = book.create_sheet(tab_name(title, book.sheetnames), place)
    return sheet


def tab_name(wanted: str, taken: Collection[str], *, instead: str = "Sheet") -> str:
    """Return a name that a tab may have and no other has, cut between words where it can be.

    ``instead`` is for a name of which nothing is left.
    """
    plain = FORBIDDEN.sub(" ", clean_text(wanted)).split()
    whole = " ".join(plain).strip("' ") or instead
    others = {name.casefold() for name in (*taken, RESERVED)}
    name, number = _shortened(whole, TAB), 2
    while name.casefold() in others:
        end = f" ({number})"
        name, number = f"{_shortened(whole, TAB - len(end))}{end}", number + 1
    return name


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Make the columns so wide, in characters, the first one first."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def fit_row(
    sheet: Worksheet,
    row: int,
    texts: Iterable[tuple[str, float]],
    *,
    least: int = 1,
    is_fixed: bool = False,
) -> None:
    """Make a row high enough for its texts, wrapped between words, each with its column's width.

    A row grows when somebody types, unless it ``is_fixed``: one with merged cells does not grow,
    and a program that fits it anew makes it as low as its other cells.
    """
    most = max((lines_of(text, width) for text, width in texts), default=1)
    height = min(LINE * max(most, least) + 4, ROW)
    if is_fixed:
        made = RowDimension(sheet, index=row, ht=height, customHeight=True)
    else:
        made = GrowingRow(sheet, index=row, ht=height)
    sheet.row_dimensions[row] = made


def print_on(
    sheet: Worksheet,
    orientation: Literal["portrait", "landscape"],
    *,
    pages_wide: int = 1,
    rows: str | None = None,
    columns: str | None = None,
) -> None:
    """Print a sheet on A4, fitted to so many pages across, some rows and columns on each."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.page_margins = PageMargins(left=0.25, right=0.25, top=0.5, bottom=0.6, footer=0.3)
    if rows:
        sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns


def name_headings(book: Workbook, sheet: Worksheet, corner: str, last: str) -> None:
    """Name the table from a corner to its last cell, so that screen readers say its headings.

    JAWS and NVDA read a name ``TitleRegion1.A3.G20.2``: both headings, on the second sheet.
    """
    name = f"TitleRegion1.{corner}.{last}.{book.index(sheet) + 1}"
    quoted = sheet.title.replace("'", "''")
    at = absolute_coordinate(corner)
    book.defined_names[name] = DefinedName(name, attr_text=f"'{quoted}'!{at}")


def protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in, without a password: sizes may still be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _shortened(text: str, most: int) -> str:
    """Return a text of so many characters at most, cut between words where it can be."""
    short = cut(text, most)
    if short != text and not text[len(short)].isspace():
        whole_words = short.rpartition(" ")[0]
        if len(whole_words) >= most // 2:
            short = whole_words
    return short.rstrip("' ")


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so wide, wrapped between words."""
    return sum(_wrapped(part, width * WIDER) for part in text.split("\n"))


def _wrapped(text: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        length = _across(word)
        if used and used + 1 + length > width:
            lines, used = lines + 1, 0.0
        used += length + bool(used)  # and the space before it
        more = max(0, ceil(used / width) - 1)  # a word that is longer than the column
        lines, used = lines + more, used - more * width
    return lines


def _across(word: str) -> int:
    """Return how wide a word is, in characters: those of Chinese and the like are two."""
    if word.isascii():
        return len(word)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in word)


def height_of(sheet: Worksheet, rows: Sequence[int]) -> float:
    """Return how high these rows are together, in points."""
    return sum(sheet.row_dimensions[row].height or LINE for row in rows)
