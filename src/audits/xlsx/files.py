"""A workbook as a file: its properties, its footers, under a password."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.writer.excel import ExcelWriter

from audits.domain.plain_text import clean_text
from audits.domain.writing import writing

from .limits import FOOTER, cut


PAGES = "page &P of &N"


def finish(
    book: Workbook, title: str, board: str, *, made_at: datetime | None = None, footer: str = ""
) -> None:
    """Give a workbook its properties and every sheet a footer, with the number of the page."""
    book.properties.title, book.properties.creator = clean_text(title), clean_text(board)
    if made_at is not None:
        plain = made_at.astimezone(UTC).replace(tzinfo=None)
        book.properties.created = book.properties.modified = plain
    text = cut(clean_text(footer), FOOTER // 2).replace("&", "&&")  # & begins a code
    for sheet in book.worksheets:
        left, right = _HeaderFooterPart(text=text, size=8), _HeaderFooterPart(text=PAGES, size=8)
        sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, right=right)


def saved(book: Workbook) -> bytes:
    """Return the file; openpyxl's own `save` would put the time of day into it."""
    file = BytesIO()
    temporary = writing(Path(gettempdir()), SerialisationError)  # openpyxl puts sheets together
    with temporary, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return file.getvalue()


def with_password(book: bytes, password: str) -> bytes:
    """Return an .xlsx that opens with a password (agile AES-256, ECMA-376)."""
    sealed = BytesIO()
    OOXMLFile(BytesIO(book)).encrypt(password, sealed)
    return sealed.getvalue()
