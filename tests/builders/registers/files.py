"""Tables into files: workbooks, old workbooks and text, as programs write them."""

import csv
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.worksheet.worksheet import Worksheet

from audits.register import Source

from .annex_a import Rows


Change = Callable[[Worksheet], None]


def xlsx(sheets: Mapping[str, Rows], change: Change | None = None) -> bytes:
    """Return a workbook; a title that stands alone in row 1 is merged, as in Ofsted's.

    ``change`` is done to the last sheet.
    """
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                _put(page, number, column, value)
        if len(rows) > 1 and len(rows[0]) == 1:
            page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[1]))
    if change:
        change(book.worksheets[-1])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put(page: Worksheet, row: int, column: int, value: object) -> None:
    """Write a value; an error's name is written as that error."""
    if value is None:
        return
    cell = page.cell(row, column, value)
    if isinstance(value, str) and value in ERROR_CODES:
        cell.data_type = "e"
    if type(value) is date:
        cell.number_format = "dd/mm/yyyy"


def xlsx_source(sheets: Mapping[str, Rows], name: str = "annex a.xlsx") -> Source:
    """Return a workbook as a file of a register."""
    return Source(name, xlsx(sheets))


def with_results(data: bytes, results: Mapping[str, str], sheet: int = 1) -> bytes:
    """Return a workbook whose formulas carry results, as Excel saves them and openpyxl cannot.

    A result is a number as text, or a text in quotes.
    """
    part = f"xl/worksheets/sheet{sheet}.xml"
    file = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == part:
                content = _with_results(content.decode(), results).encode()
            after.writestr(member.filename, content)
    return file.getvalue()


def _with_results(text: str, results: Mapping[str, str]) -> str:
    for place, result in results.items():
        kind = ' t="str"' if result.startswith('"') else ""
        found = rf'<c r="{place}"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
        made = rf'<c r="{place}"\1{kind}><f>\2</f><v>{result.strip(chr(34))}</v></c>'
        text, count = re.subn(found, made, text)
        if not count:
            raise ValueError(place)
    return text


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    """Return rows as CSV text, days as they are written in England."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([[_as_typed(value) for value in row] for row in rows])
    return text.getvalue()


def _as_typed(value: object) -> object:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def csv_source(
    rows: Sequence[Sequence[object]], name: str = "export.csv", encoding: str = "utf-8"
) -> Source:
    """Return rows as a CSV file of a register."""
    return Source(name, as_csv(rows).encode(encoding))


@cache
def as_xls(data: bytes) -> bytes:
    """Return a workbook as LibreOffice saves it in the format of Excel 97."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "book.xlsx"
        file.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "xls:MS Excel 97", "--outdir", folder, str(file)]
        subprocess.run(command, check=True, capture_output=True)
        return file.with_suffix(".xls").read_bytes()


def encrypted(data: bytes) -> bytes:
    """Return a workbook under a password."""
    file = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt("made-up", file)
    return file.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            after.writestr(member.filename, change(content) if member.filename == name else content)
    return file.getvalue()


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip that holds these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
