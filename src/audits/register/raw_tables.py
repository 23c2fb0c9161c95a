"""From a file's bytes to its cells as text, whatever program wrote it.

Nothing here is called but in the limited process: `tables.sheets_in` asks for it.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO, StringIO
from operator import attrgetter

import fastexcel
import polars as pl

from audits.domain.amounts import many
from audits.domain.errors import RegisterError

from .census import census_sheets, message_in
from .letters import TOP, as_utf8, is_utf16
from .looked_after import is_looked_after, looked_after_sheets
from .report import Notice
from .tables import Sheet, Source, hidden_sheet, packed, text_columns
from .workbooks import formulas_without_results, is_1904, name_in


ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOTHING = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"  # what may stand before the first letter
OTHERS = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"{\\rtf": "a letter",
}  # fmt: skip
LOOK_AT = 40  # lines of a CSV that tell its delimiter and how many columns it has
# A sheet of a million rows packs about fifteen to one; what unpacks to more than this is a bomb.
MOST_COLUMNS = 2_000
TOO_FAR = (
    "{} has something far below or right of its table. Delete the empty rows and columns around "
    "the table, save it, and load it again."
)
MOST_UNPACKED, MOST_RATIO = 4 << 30, 200
# A cell right of column ZZ and below row 99,999, as a slip of the hand leaves in the last corner.
FAR = re.compile(rb"r=[\"'][A-Z]{3}[0-9]{6}")


def prepare() -> None:
    """Have polars start its event loop, which opens files of its own."""
    pl.read_csv(b"a")


def tables_of(data: bytes, asked: Mapping[str, str]) -> bytes:
    """Return the tables of a file, packed: run in the limited process, see `Job`.

    Raises:
        RegisterError: if it holds none that can be read.
    """
    source = Source(asked["name"], data)
    read = xml_sheets if is_xml(data) else sheets_of
    sheets = list(read(source))
    for sheet in sheets:
        _check_width(sheet.name, sheet.cells.width)
    return packed(sheets)


def is_xml(data: bytes) -> bool:
    """Tell whether a file begins as XML does, in UTF-8 or UTF-16."""
    return data[:200].replace(b"\x00", b"").lstrip(NOTHING).startswith(b"<")


def xml_sheets(source: Source) -> Iterator[Sheet]:
    """Yield the tables of a national return that is XML.

    Raises:
        RegisterError: if it is none.
    """
    message = message_in(source)
    if is_looked_after(message):
        yield from looked_after_sheets(source, message)
    else:
        yield from census_sheets(source, message)


def sheets_of(source: Source) -> Iterator[Sheet]:
    """Yield the tables of a file.

    Raises:
        RegisterError: if it is empty, or no spreadsheet and no text.
    """
    if not source.data.strip(NOTHING):
        raise RegisterError(f"{source.name} is empty. Export it again.")
    if source.data.startswith((ZIP, OLE2)):
        yield from _spreadsheet(source)
    else:
        _check_is_text(source)
        yield _csv(source)


def _spreadsheet(source: Source) -> Iterator[Sheet]:
    _check_no_bomb(source)
    try:
        book = fastexcel.read_excel(source.data)
        if not book.sheet_names:
            raise RegisterError(f"{source.name} is a workbook without a sheet. Export it again.")
        counted, empty = is_1904(source.data), formulas_without_results(source.data)
        for title in book.sheet_names:
            read = book.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
            if read.visible != "visible":
                if read.total_height:
                    yield hidden_sheet(source.name, title)
                continue
            notices = _about_formulas(title, empty.get(title, ()))
            cells = _trimmed(read.to_polars())
            yield Sheet(source.name, title, cells, notices=notices, is_1904=counted)
    except fastexcel.FastExcelError as error:
        raise RegisterError(
            f"{source.name} is not a spreadsheet that can be opened. Remove any password, "
            "save it as .xlsx or .csv, and load it again."
        ) from error


def _about_formulas(title: str, places: Sequence[str]) -> tuple[Notice, ...]:
    if not places:
        return ()
    says = (
        f"In the sheet '{title}' {many(len(places), 'formula has', 'formulas have')} no result "
        f"(the first is {places[0]}): no program worked one out, and it was read as empty. Open "
        "the "
        "file in a spreadsheet program, save it, and load it again."
    )
    return (Notice("formula", says, title),)


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells without what is blank below and right of them: a format makes a cell too."""
    used = _columns_used(cells)
    cells = cells[:, :used]
    if not used or any(map(_says_something, cells.tail(1))):
        return cells
    says = pl.any_horizontal(pl.all().str.strip_chars().str.len_bytes().fill_null(0) > 0)
    rows = cells.select(says.alias("row"))["row"].arg_true()
    return cells.head(int(rows[-1]) + 1)


def _columns_used(cells: pl.DataFrame) -> int:
    """Return how many columns there are up to the last in which something stands."""
    for number in range(cells.width, 0, -1):
        if _says_something(cells.to_series(number - 1)):
            return number
    return 0


def _says_something(cells: pl.Series) -> bool:
    return bool((cells.drop_nulls().str.strip_chars() != "").any())


def _check_width(name: str, width: int) -> None:
    if width > MOST_COLUMNS:
        raise RegisterError(
            f"{name} has {many(width, 'column')}, more than any register. Export the table alone."
        )


def _check_no_bomb(source: Source) -> None:
    """Refuse a workbook that would unpack to far more than any register.

    Raises:
        RegisterError: saying so, or that the file is damaged.
    """
    if not source.data.startswith(ZIP):
        return
    try:
        book = zipfile.ZipFile(BytesIO(source.data))
        parts = book.infolist()
        is_far = any(map(partial(_reaches_far, book), parts))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RegisterError(
            f"{source.name} is not a spreadsheet that can be opened, or was cut short on its way. "
            "Copy or export it again."
        ) from error
    if is_far:
        raise RegisterError(TOO_FAR.format(source.name))
    unpacked = sum(map(attrgetter("file_size"), parts))
    if unpacked > MOST_UNPACKED or (unpacked > 100e6 and unpacked > MOST_RATIO * len(source.data)):
        raise RegisterError(
            f"{source.name} unpacks to far more than a register holds. It was not opened; ask "
            "whoever sent it for a CSV export."
        )


def _reaches_far(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a sheet has a cell so far right and below that what lies between has no room."""
    if not name_in(part).startswith("xl/worksheets/"):
        return False
    with book.open(part) as sheet:
        end = b""
        while piece := sheet.read(1 << 20):
            if FAR.search(end + piece):
                return True
            end = piece[-16:]
    return False


def _check_is_text(source: Source) -> None:
    """Refuse what is known to be something else, by its first bytes.

    Raises:
        RegisterError: saying what it is.
    """
    kind = next((name for mark, name in OTHERS.items() if source.data.startswith(mark)), "")
    if kind:
        raise RegisterError(f"{source.name} is {kind}, not a register. Export it as .xlsx or CSV.")
    if not is_utf16(source.data) and b"\x00" in source.data[:TOP]:
        raise RegisterError(f"{source.name} is neither a spreadsheet nor text. Export it as CSV.")


def _csv(source: Source) -> Sheet:
    data, letters, notices = as_utf8(source)
    top = data[:TOP].decode("utf-8", "ignore").splitlines()[:LOOK_AT]
    delimiter = max(",;\t|", key="\n".join(top).count)
    lines = csv.reader(StringIO("\n".join(top), newline=""), delimiter=delimiter)
    widths = tuple(map(len, lines))
    _check_width(source.name, max(widths, default=0))
    # One more than any: what a comma within a text moves along ends there, and is seen.
    cells = _csv_cells(source, data, delimiter, max(widths, default=0) + 1)
    return Sheet(source.name, "", cells, widths, letters, notices)


def _csv_cells(source: Source, data: bytes, delimiter: str, width: int) -> pl.DataFrame:
    try:
        return pl.read_csv(
            BytesIO(data),
            separator=delimiter,
            has_header=False,
            schema=text_columns(width),
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        raise RegisterError(
            f"{source.name} cannot be read as CSV: a quotation mark may be missing. "
            "Export it again, or save it as .xlsx."
        ) from None  # the library's own message quotes what stands there
