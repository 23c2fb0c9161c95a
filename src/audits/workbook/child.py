"""What opens a received file: a process of its own, with little memory, time or reach.

Started as a script (`cells_in` does it), so that it loads nothing of the house. Reads the file from
standard input, writes one JSON object: {"sheets": [{"title", "visible", "cells": [[row, column,
text]]}], "formulas": [[title, row, column]], "errors": [...], "comments": [[title, row, column,
text]]}. calamine is fast and reads .xls and .ods; it aborts on a few files, and loses formulas,
errors and comments, which openpyxl finds (never in its read-only mode, which hangs and loses rows).
"""

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO


MEMORY = 1536 * 1024 * 1024
SECONDS = 20


def limit() -> None:
    """Give up most of what a process may do."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text_of(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days as ISO 8601."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        plain = value.isoformat(sep=" ")
        return plain.removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def by_calamine(data: bytes) -> list[dict[str, object]]:
    """Return every cell with something in it."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = []
    for meta in book.sheets_metadata:
        rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        cells = [
            (number, column, text)
            for number, row in enumerate(rows, start=1)
            for column, value in enumerate(row, start=1)
            if (text := text_of(value))
        ]
        visible = meta.visible == SheetVisibleEnum.Visible
        sheets.append({"title": meta.name, "visible": visible, "cells": cells})
    return sheets


def by_openpyxl(data: bytes) -> dict[str, list[object]]:
    """Return what calamine does not see, and the values too, for files that it cannot open."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), keep_links=False)
    found: dict[str, list[object]] = {"formulas": [], "errors": [], "comments": [], "sheets": []}
    for sheet in book.worksheets:
        cells = []
        # The cells that there are; to walk rows and columns would never end in some sheets.
        for (row, column), cell in sorted(sheet._cells.items()):
            if cell.comment:
                found["comments"].append((sheet.title, row, column, cell.comment.text))
            if cell.data_type in "fe" and cell.value is not None:
                name = "formulas" if cell.data_type == "f" else "errors"
                found[name].append((sheet.title, row, column))
            elif text := text_of(cell.value):
                cells.append((row, column, text))
        visible = sheet.sheet_state == "visible"
        found["sheets"].append({"title": sheet.title, "visible": visible, "cells": cells})
    return found


def main(how: str) -> None:
    """Read the file on standard input as ``how`` says: values, structure or both."""
    limit()
    data = sys.stdin.buffer.read()
    said: dict[str, object] = {"sheets": [], "formulas": [], "errors": [], "comments": []}
    if how != "values":
        said |= by_openpyxl(data)
    if how != "structure":
        said["sheets"] = by_calamine(data)
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
