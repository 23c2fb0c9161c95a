"""The tables of a workbook whose few cells stand far apart; run in the limited process."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from audits.domain.errors import RegisterError
from audits.opening.cells import by_openpyxl

from . import raw_tables
from .tables import Sheet, as_cells, hidden_sheet, packed


MOST_CELLS = 1_000_000  # with those between them
prepare = raw_tables.prepare


def tables_of(data: bytes, asked: Mapping[str, str]) -> bytes:
    """Return the tables of a workbook with few cells, which may stand far from each other.

    As `raw_tables.tables_of`, by a library that makes nothing of the cells between them.

    Raises:
        RegisterError: if what stands far away is more than blanks.
    """
    content = by_openpyxl(data, {})
    return packed([_dense(asked["name"], sheet) for sheet in content["sheets"]])


def _dense(file: str, sheet: Mapping[str, Any]) -> Sheet:
    if not sheet["visible"]:
        return hidden_sheet(file, sheet["title"])
    cells = {(row, column): text for row, column, text in sheet["cells"] if text.strip()}
    height = max(map(itemgetter(0), cells), default=0)
    width = max(map(itemgetter(1), cells), default=0)
    if height * width > MOST_CELLS:
        raise RegisterError(raw_tables.TOO_FAR.format(file))
    rows: list[list[str | None]] = [[None] * width for _ in range(height)]
    for (row, column), text in cells.items():
        rows[row - 1][column - 1] = text
    return Sheet(file, sheet["title"], as_cells(rows))
