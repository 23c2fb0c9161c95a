"""The key list: which child each case reference is, in a workbook of its own under a password."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir

from lxml.etree import SerialisationError
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from audits.domain.writing import writing

from .cells import Looks, print_on, put
from .layout import as_heading
from .table import HEADING_ROW


WARNING = "Identifies children. Keep it apart from the pack; delete it when the audit is closed."
HEADINGS = {"child_id": "Local authority id", "nhs_number": "NHS number", "born": "Date of birth"}


def write_key_list(title: str, rows: Sequence[Mapping[str, str]], *, password: str) -> bytes:
    """Return the key list as an .xlsx that opens with a password, one row a child."""
    book = Workbook()
    looks = Looks(book)
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "Key list"
    put(sheet, 1, 1, title, looks.title)
    put(sheet, 2, 1, WARNING, looks.help)
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    for column, name in enumerate(names, start=1):
        put(sheet, HEADING_ROW, column, HEADINGS.get(name, as_heading(name)), looks.heading)
        sheet.column_dimensions[get_column_letter(column)].width = 20
    for place, row in enumerate(rows, start=HEADING_ROW + 1):
        for column, name in enumerate(names, start=1):
            put(sheet, place, column, row.get(name, ""), looks.boxed)
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    print_on(sheet, "landscape")
    plain = BytesIO()
    with writing(Path(gettempdir()), SerialisationError):  # where openpyxl puts sheets together
        book.save(plain)
    return with_password(plain.getvalue(), password)


def with_password(book: bytes, password: str) -> bytes:
    """Return an .xlsx that opens with a password (agile AES-256, ECMA-376)."""
    sealed = BytesIO()
    OOXMLFile(BytesIO(book)).encrypt(password, sealed)
    return sealed.getvalue()
