"""A list that a person keeps in a spreadsheet: its first row names the columns."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.domain.errors import SheetError
from audits.domain.spelling import folded
from audits.opening import NotReadableError, read_file


ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",\t;|"  # Excel's "Unicode text" is UTF-16 with tabs


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, by its number in the file as people count; ``said`` by our name of each column."""

    number: int
    said: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return what stands in a column, "" if nothing does."""
        return self.said.get(name, "")


def read_sheet(
    data: bytes, columns: Mapping[str, Sequence[str]], *, needed: Sequence[str], what: str
) -> tuple[SheetRow, ...]:
    """Return the rows of a CSV file or of a workbook's first sheet that has the columns.

    ``columns`` gives our name of each with the headings that people write, of which the first that
    stands there counts; ``what`` is named in a refusal. Rows in which nothing stands are passed
    over.

    Raises:
        SheetError: if it cannot be read, lacks a column, or holds no row.
    """
    for table in _tables(data, what):
        for at, line in enumerate(table):
            places = _places([folded(text) for text in line], columns)
            if set(needed) <= set(places.values()):
                return _rows(table, at, places, what)
    raise SheetError(
        f"{what} has no row of headings with {', '.join(needed)}. "
        f"The headings may be: {', '.join(columns)}."
    )


def _places(texts: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[int, str]:
    places: dict[int, str] = {}
    for name, headings in columns.items():
        words = [folded(word) for word in (name, *headings)]
        at = next((texts.index(word) for word in words if word in texts), None)
        if at is not None:
            places.setdefault(at, name)
    return places


def _rows(
    table: Sequence[Sequence[str]], at: int, places: Mapping[int, str], what: str
) -> tuple[SheetRow, ...]:
    found = []
    for number, line in enumerate(table[at + 1 :], start=at + 2):
        said = {name: line[n].strip() for n, name in places.items() if n < len(line)}
        if any(said.values()):
            found.append(SheetRow(number, said))
    if not found:
        raise SheetError(f"{what} has headings and no row below them. Add one row for each.")
    return tuple(found)


def _tables(data: bytes, what: str) -> list[list[list[str]]]:
    if data.startswith((ZIP, OLE2)):
        return _of_workbook(data, what)
    text = _text(data)
    try:
        return [_lines(text, delimiter) for delimiter in DELIMITERS]
    except csv.Error as error:
        raise SheetError(
            f"{what} cannot be read as CSV: a quotation mark may be missing. "
            "Save it again, or save it as .xlsx."
        ) from error


def _text(data: bytes) -> str:
    """Return what a CSV says: UTF-16 where it says so, else UTF-8, else what Windows wrote."""
    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel saves as plain CSV


def _lines(text: str, delimiter: str) -> list[list[str]]:
    # Line ends of any system; a line break within a cell is one row, as in a spreadsheet.
    return list(csv.reader(io.StringIO(text, newline=None), delimiter=delimiter))


def _of_workbook(data: bytes, what: str) -> list[list[list[str]]]:
    try:
        seen = read_file(data)
    except NotReadableError as error:
        raise SheetError(f"{what} cannot be read. {error.problem.message}") from error
    tables = []
    for sheet in seen.sheets:
        last_row = max((row for row, _ in sheet.cells), default=0)
        last = max((column for _, column in sheet.cells), default=0)
        tables.append(
            [
                [sheet.cells.get((row, column), "") for column in range(1, last + 1)]
                for row in range(1, last_row + 1)
            ]
        )
    return tables
