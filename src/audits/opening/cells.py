"""A workbook's cells, and what else stands in them: run in the limited process, see `Job`.

calamine is fast and reads .xls and .ods; it aborts on a few files and does not tell formulas,
errors and comments, which are looked up in the file itself. openpyxl reads what calamine cannot
(never in its read-only mode, which hangs and loses rows). Both say {"sheets": [{"title", "visible",
"cells": [[row, column, text]], "merged": [[top, left, bottom, right]]}], "formulas": [[title, row,
column]], "errors": [...], "comments": [[title, row, column, text]]}, and looked at closer, of each
sheet, "struck": [[row, column, what is left]] and "drawn": [[kind, text]]. To "unlock" is to say
{"locked": bool, "data": base64 or null}.
"""

import contextlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from xml.dom import expatbuilder  # noqa: F401 -- a fork can import nothing; for msoffcrypto

import cryptography.hazmat.backends.openssl.backend  # noqa: F401 -- as above
import msoffcrypto
import msoffcrypto.format.doc97
import msoffcrypto.format.ooxml
import msoffcrypto.format.ppt97
import msoffcrypto.format.xls97
import openpyxl.comments.comment_sheet
import openpyxl.drawing.spreadsheet_drawing
import openpyxl.reader.drawings
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from audits.domain.plain_text import clean_text

from .closer import look_closer
from .facts import FileFacts
from .guard import check_file
from .parts import with_slashes


Asked = Mapping[str, Any]  # what the question about a file asks for


def text_of(value: object) -> str:
    """Return a cell as text: whole numbers without a point, days as ISO 8601."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        plain = value.isoformat(sep=" ")
        return plain.removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if value is None:
        return ""
    return str(value)


def checked_cells(data: bytes, asked: Asked) -> FileFacts:
    """Return what `by_calamine` does of a file that may be opened.

    Raises:
        NotReadableError: naming what the file is instead.
    """
    checked = check_file(data)
    contents = by_calamine(data, {**asked, "closer": not checked.values_only})
    contents["has_extras"] = checked.has_extras
    return contents


def by_calamine(data: bytes, asked: Asked) -> FileFacts:
    """Return every cell with something in it and, looking closer, what calamine does not tell."""
    data = with_slashes(data)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    contents: FileFacts = {"sheets": [], "formulas": [], "errors": [], "comments": []}
    for meta in book.sheets_metadata:
        sheet = book.get_sheet_by_name(meta.name)
        visible = meta.visible == SheetVisibleEnum.Visible
        merged = merged_in(sheet) if asked.get("merged") else []
        contents["sheets"].append(
            {"title": meta.name, "visible": visible, "cells": cells_in(sheet), "merged": merged}
        )
    if asked["closer"] and data.startswith(b"PK"):
        look_closer(data, contents)
    return contents


def cells_in(sheet: CalamineSheet) -> list[tuple[int, int, str]]:
    """Return the cells of a sheet with something in them: row, column and text."""
    cells = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(row, start=1):
            if value != "" and (text := text_of(value)):
                cells.append((number, column, text))
    return cells


def merged_in(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of a sheet: top, left, bottom and right, counted from one."""
    areas = sheet.merged_cell_ranges or []
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in areas]


def by_openpyxl(data: bytes, _: Asked) -> FileFacts:
    """Return what a file holds that calamine cannot read."""
    book = openpyxl.load_workbook(BytesIO(with_slashes(data)), keep_links=False)
    contents: FileFacts = {"sheets": [], "formulas": [], "errors": [], "comments": []}
    for sheet in book.worksheets:
        cells = []
        # The cells that there are; to walk rows and columns would never end in some sheets.
        for (row, column), cell in sorted(sheet._cells.items()):
            if cell.comment:
                contents["comments"].append((sheet.title, row, column, cell.comment.text))
            if cell.data_type in "fe" and cell.value is not None:
                odd = contents["formulas"] if cell.data_type == "f" else contents["errors"]
                odd.append((sheet.title, row, column))
            elif text := text_of(cell.value):
                cells.append((row, column, text))
        visible = sheet.sheet_state == "visible"
        merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
        contents["sheets"].append(
            {"title": sheet.title, "visible": visible, "cells": cells, "merged": merged}
        )
    return contents


def unlock(data: bytes, asked: Asked) -> dict[str, bool | str | None]:
    """Return whether a file has a password and, if one of those given opens it, what it holds."""
    file = msoffcrypto.OfficeFile(BytesIO(data))
    if not file.is_encrypted():
        return {"locked": False, "data": None}
    for password in asked["passwords"]:
        opened = BytesIO()
        with contextlib.suppress(InvalidKeyError, DecryptionError):
            file.load_key(password=password)
            file.decrypt(opened)
            return {"locked": True, "data": b64encode(opened.getvalue()).decode()}
    return {"locked": True, "data": None}
