"""From a file's bytes to its rows as text, whatever program wrote it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from audits.domain.errors import RegisterError


ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a register."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: all its rows, blank ones and titles too. ``title`` is "" in a CSV."""

    file: str
    title: str
    rows: Sequence[Sequence[str]] = field(repr=False)


def sheets_of(source: Source) -> Iterator[Sheet]:
    """Yield the tables of a file.

    Raises:
        RegisterError: if it is empty, or no spreadsheet and no text.
    """
    if not source.data.strip():
        raise RegisterError(f"{source.name} is empty. Export it again.")
    if source.data.startswith((ZIP, OLE2)):
        yield from _spreadsheet(source)
    else:
        yield Sheet(source.name, "", _csv_rows(source))


def _spreadsheet(source: Source) -> Iterator[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.data))
    except CalamineError as error:
        raise RegisterError(
            f"{source.name} is not a spreadsheet that can be opened. Remove any password, "
            "save it as .xlsx or .csv, and load it again."
        ) from error
    for title in book.sheet_names:
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        yield Sheet(source.name, title, [[as_text(cell) for cell in row] for row in rows])


def _csv_rows(source: Source) -> list[list[str]]:
    text = _decoded(source)
    first = "\n".join(text.splitlines()[:40])
    delimiter = max(",;\t|", key=first.count)
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


def _decoded(source: Source) -> str:
    """Return a CSV's text: UTF-8 or UTF-16 where it says so, otherwise as Windows wrote it."""
    if source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source.data.decode("utf-16")
    if b"\x00" in source.data:
        raise RegisterError(f"{source.name} is neither a spreadsheet nor text. Export it as CSV.")
    try:
        return source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.data.decode("cp1252", errors="replace")


def as_text(cell: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO 8601."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
