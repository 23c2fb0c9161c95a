"""A list that a person keeps, as a workbook or as text: what stands in each row."""

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.answer import ProblemCode
from audits.domain.errors import SheetError
from audits.domain.plain_text import clean_text

from .contents import FileSheet, read_file
from .guard import LARGEST, OLE2, ZIP, NotReadableError, what_it_is
from .own_files import why_not_read
from .reader_client import Job, ReaderDiedError, shared_reader


TEXT = Job("audits.opening.lists:describe_text", seconds=4.0, refusal=SheetError)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",\t;|"  # Excel's "Unicode text" is UTF-16 with tabs
# Cells into which a sheet's merged cells may be written: a list of 20,000 rows with 10 columns
# merged throughout stays below it, and cells merged for no list at all do not.
MOST_SPREAD = 200_000


@dataclass(frozen=True, slots=True)
class ListTable:
    """One table of a list: the rows in which anything stands, by number; their texts by column.

    Both are counted from one, as people count. ``title`` is the sheet's, "" in a text file. What
    stands in cells merged downwards stands in each of their rows.
    """

    title: str = field(repr=False)
    is_visible: bool
    rows: Mapping[int, Mapping[int, str]] = field(repr=False)


def read_list(data: bytes, *, what: str) -> tuple[ListTable, ...]:
    """Return the sheets of a workbook, or a text file split at each delimiter that it may have.

    Raises:
        SheetError: if ``what`` it is called cannot be read.
    """
    try:
        return _tables(data, what)
    except NotReadableError as error:
        raise SheetError(f"{what} cannot be read. {why_not_read(error.problem.code)}") from error


def _tables(data: bytes, what: str) -> tuple[ListTable, ...]:
    if data.startswith((ZIP, OLE2)):
        return tuple(map(_table, read_file(data, merged=True).sheets))
    if len(data) > LARGEST:
        raise NotReadableError(ProblemCode.TOO_LARGE)
    try:
        answer = shared_reader()(TEXT, data, what=what)
    except ReaderDiedError as error:
        raise error.refusal from error
    return tuple(ListTable("", True, _numbered(table)) for table in answer)


def describe_text(data: bytes, asked: Mapping[str, str]) -> list[list[list[str]]]:
    """Return the cells of a text file for each delimiter: run in the limited process, see `Job`.

    Raises:
        NotReadableError: if it is empty.
        SheetError: if it is no text, or a quotation mark is missing.
    """
    if not data:
        raise NotReadableError(ProblemCode.EMPTY_FILE)
    if not data.startswith(UTF_16) and what_it_is(data) is not ProblemCode.TEXT_FILE:
        raise SheetError(f"{asked['what']} is no workbook and no text. Save it as .xlsx or CSV.")
    text = _text(data)
    try:
        delimiters = [mark for mark in DELIMITERS if mark in text] or [","]
        return [_lines(text, delimiter) for delimiter in delimiters]
    except csv.Error as error:
        raise SheetError(
            f"{asked['what']} cannot be read as CSV: a quotation mark may be missing. "
            "Save it again, or save it as .xlsx."
        ) from error


def _text(data: bytes) -> str:
    """Return what a file says: UTF-16 where it says so, else UTF-8, else what Windows wrote."""
    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel saves as plain CSV


def _lines(text: str, delimiter: str) -> list[list[str]]:
    # Line ends of any system; a line break within a cell is one row, as in a spreadsheet.
    lines = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    return [list(map(clean_text, line)) for line in lines]


def _numbered(lines: Iterable[Sequence[str]]) -> Mapping[int, Mapping[int, str]]:
    rows = {}
    for number, line in enumerate(lines, start=1):
        cells = {column: text for column, text in enumerate(line, start=1) if text}
        if cells:
            rows[number] = cells
    return rows


def _table(sheet: FileSheet) -> ListTable:
    """Return a sheet by rows, with what stands in merged cells in each of their rows.

    Raises:
        NotReadableError: if so many cells are merged that nobody keeps a list in them.
    """
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in sorted(sheet.cells.items()):
        rows[row][column] = text
    numbers, left = list(rows), MOST_SPREAD
    for merged in sheet.merged:
        left -= _spread(rows, numbers, merged, left)
    return ListTable(sheet.title, sheet.is_visible, rows)


def _spread(
    rows: Mapping[int, dict[int, str]],
    numbers: Sequence[int],
    merged: tuple[int, int, int, int],
    most: int,
) -> int:
    """Write what stands in merged cells into the rows below that say something else as well.

    Only rows that are there are looked at, however far down cells are merged. Return how many.

    Raises:
        NotReadableError: if they are more than ``most``.
    """
    top, column, bottom, _ = merged
    if top not in rows:
        return 0
    text = rows[top].get(column, "")
    if not text:
        return 0
    first, last = bisect_right(numbers, top), bisect_right(numbers, bottom)
    if last - first > most:
        raise NotReadableError(ProblemCode.TOO_BUSY)
    for number in numbers[first:last]:
        rows[number].setdefault(column, text)
    return last - first
