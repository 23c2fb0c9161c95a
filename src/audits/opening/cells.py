"""A workbook's cells, and what else stands in them: run in the limited process, see `Job`.

calamine is fast and reads .xls and .ods; it aborts on a few files and does not tell formulas,
errors and comments, which are looked up in the file itself. openpyxl reads what calamine cannot
(never in its read-only mode, which hangs and loses rows). Both say {"sheets": [{"title", "visible",
"cells": [[row, column, text]], "merged": [[top, left, bottom, right]]}], "formulas": [[title, row,
column]], "errors": [...], "comments": [[title, row, column, text]]}. To
"unlock" is to say {"locked": bool, "data": base64 or null}.
"""

import contextlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.dom import expatbuilder  # noqa: F401 -- a fork can import nothing; for msoffcrypto
from xml.etree import ElementTree
from zipfile import ZipFile

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
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from audits.domain.plain_text import clean_text


Found = dict[str, Any]


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
    return "" if value is None else str(value)


def by_calamine(data: bytes, asked: Found) -> Found:
    """Return every cell with something in it and, looking closer, what calamine does not tell."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = []
    for meta in book.sheets_metadata:
        sheet = book.get_sheet_by_name(meta.name)
        rows = sheet.to_python(skip_empty_area=False)
        cells = [
            (number, column, text)
            for number, row in enumerate(rows, start=1)
            for column, value in enumerate(row, start=1)
            if value != "" and (text := text_of(value))
        ]
        visible = meta.visible == SheetVisibleEnum.Visible
        merged = merged_in(sheet) if asked.get("merged") else []
        sheets.append({"title": meta.name, "visible": visible, "cells": cells, "merged": merged})
    found: Found = {"sheets": sheets, "formulas": [], "errors": [], "comments": []}
    if asked["closer"] and data.startswith(b"PK"):
        look_closer(data, found)
    return found


def merged_in(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of a sheet: top, left, bottom and right, counted from one."""
    found = sheet.merged_cell_ranges or []
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in found]


def look_closer(data: bytes, found: Found) -> None:
    """Add the cells of an .xlsx that hold formulas, errors and comments."""
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return  # .ods and .xlsb: values only
        for title, part in sheet_parts(archive):
            if part not in names:
                continue
            for name, place in odd_cells(archive.read(part)):
                found[name].append((title, *place))
            for comments in related(archive, part, "/comments"):
                found["comments"] += [(title, *each) for each in notes_in(archive.read(comments))]


def sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and its part."""
    targets = dict(relations(archive, "xl/workbook.xml"))
    for each in tree(archive.read("xl/workbook.xml")).iter():
        if plain(each.tag) == "sheet":
            # A strict workbook has another namespace, and the same last word.
            ids = [value for name, value in each.attrib.items() if name.endswith("}id")]
            if ids and ids[0] in targets:
                yield each.attrib["name"], targets[ids[0]][1]


def relations(archive: ZipFile, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a part points at within the file: id, kind and part."""
    folder, _, name = part.rpartition("/")
    there = f"{folder}/_rels/{name}.rels"
    if there not in archive.namelist():
        return
    for each in tree(archive.read(there)):
        target = normpath(join("/" + folder, each.attrib["Target"])).lstrip("/")
        if each.attrib.get("TargetMode") != "External":
            yield each.attrib["Id"], (each.attrib["Type"], target)


def related(archive: ZipFile, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of one kind that a part points at and that are there."""
    there = set(archive.namelist())
    for _, (is_of, target) in relations(archive, part):
        if is_of.endswith(kind) and target in there:
            yield target


def odd_cells(part: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the cells of a sheet that hold formulas or errors.

    A cell that does not say where it is raises KeyError: openpyxl counts such cells.
    """
    for each in tree(part).iter():
        if plain(each.tag) == "c":
            is_formula = any(plain(child.tag) == "f" for child in each)
            if is_formula or each.attrib.get("t") == "e":
                name = "formulas" if is_formula else "errors"
                yield name, coordinate_to_tuple(each.attrib["r"])


def notes_in(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet."""
    for each in tree(part).iter():
        if plain(each.tag) == "comment":
            texts = (t.text or "" for t in each.iter() if plain(t.tag) == "t")
            yield *coordinate_to_tuple(each.attrib["ref"]), "".join(texts)


def tree(part: bytes) -> ElementTree.Element:
    """Return the elements of a part; the guard let none through that declares entities."""
    return ElementTree.fromstring(part)  # noqa: S314 -- and this process may reach nothing


def plain(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def by_openpyxl(data: bytes, _: Found) -> Found:
    """Return what a file holds that calamine cannot read."""
    book = openpyxl.load_workbook(BytesIO(data), keep_links=False)
    found: Found = {"formulas": [], "errors": [], "comments": [], "sheets": []}
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
        merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
        found["sheets"].append(
            {"title": sheet.title, "visible": visible, "cells": cells, "merged": merged}
        )
    return found


def unlock(data: bytes, asked: Found) -> Found:
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
