"""A pack as a workbook, built from nothing each time, and never from the register."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from audits.domain.answer import Answer
from audits.domain.pack import Pack
from audits.domain.plain_text import clean_text
from audits.domain.writing import writing

from .cells import Looks
from .cover import progress_results, write_cover, write_lists, write_meanings, write_queries
from .formula_results import with_results
from .layout import tables
from .references import reference
from .rules import scales_of
from .sheets import TableWriter


def write_pack(
    pack: Pack,
    key: bytes,
    *,
    made_at: datetime,
    answers: Sequence[Answer] = (),
) -> bytes:
    """Return a pack as an .xlsx workbook; the same pack is always the same bytes.

    ``key`` makes the check codes of its references; ``answers`` are filled in, for a unit that is
    asked again. ``made_at`` is the only date in the file.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    looks = Looks(book)
    laid_out = tables(pack)
    token = f"{pack.code}.{pack.edition}"
    counts = write_cover(book, pack, token=token, tables=laid_out, looks=looks)
    given = {(answer.case, answer.question): answer for answer in answers}
    again = {(each.case, each.question): each.says for each in pack.queries} or None
    writer = TableWriter(book, pack, key, looks=looks, given=given, queries=again)
    sheets = [writer.write(table) for table in laid_out]
    write_meanings(book, scales_of(pack), looks)
    write_lists(book, scales_of(pack), reference(token, "A00", key))
    _properties(book, f"{pack.title} {pack.cycle}", pack.board, made_at)
    for sheet in book.worksheets:
        _footer(sheet, f"{pack.cycle} {pack.unit} {token}")
    if pack.queries:
        write_queries(book, pack, key, writer.places, looks)
    first = book.index(sheets[0]) + 1
    results = {1: progress_results(counts, writer.results)} | {
        place: writer.results[sheet.title] for place, sheet in enumerate(sheets, start=first)
    }
    return with_results(saved(book), results)


def finish(book: Workbook, title: str, board: str, made_at: datetime, *, footer: str) -> bytes:
    """Return a workbook as a file, with its properties and a footer on every sheet."""
    _properties(book, title, board, made_at)
    for sheet in book.worksheets:
        _footer(sheet, footer)
    return saved(book)


def _properties(book: Workbook, title: str, board: str, made_at: datetime) -> None:
    plain = made_at.astimezone(UTC).replace(tzinfo=None)
    book.properties.title, book.properties.creator = clean_text(title), clean_text(board)
    book.properties.created = book.properties.modified = plain


def _footer(sheet: Worksheet, text: str) -> None:
    left = _HeaderFooterPart(text=clean_text(text), size=8)
    right = _HeaderFooterPart(text="page &P of &N", size=8)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, right=right)


def saved(book: Workbook) -> bytes:
    """Return the file; openpyxl's own `save` would put the time of day into it."""
    file = BytesIO()
    temporary = writing(Path(gettempdir()), SerialisationError)  # openpyxl puts sheets together
    with temporary, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return file.getvalue()
