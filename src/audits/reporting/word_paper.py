"""A paper as a Word document, built from its blocks: committee staff merge it into their pack."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocTable, _Cell, _Row
from docx.text.paragraph import Paragraph

from .bars import as_png
from .paper import (
    Block,
    FindingBar,
    Heading,
    Items,
    Level,
    Mark,
    Paper,
    Picture,
    Strips,
    Table,
    Text,
)


FONT, SIZE = "Arial", 8
NAVY, WHITE, BLACK = RGBColor(0x1D, 0x35, 0x57), RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0, 0, 0)
FILLS = {Level.BEST: "1D6B4F", Level.MIDDLE: "F2C14E", Level.WORST: "B3261E", Level.ASIDE: "E5E7EB"}
INKS = {Level.BEST: WHITE, Level.MIDDLE: BLACK, Level.WORST: WHITE, Level.ASIDE: BLACK}
LINE = 180  # mm between the margins of A4
ASKED, SQUARE = 44.0, 5.4  # mm: what is asked beside its squares
BAR = 100  # mm: a finding's drawing
MOST_SQUARES = 16  # beside each other, with room for the words


def as_word(paper: Paper, at: datetime) -> bytes:
    """Return the paper as .docx; ``at`` is the only date in the file."""
    doc = _document(paper, at)
    for block in paper.blocks:
        _block(doc, block)
    _footer(doc, paper.footer)
    file = BytesIO()
    doc.save(file)
    return file.getvalue()


def _document(paper: Paper, at: datetime) -> Doc:
    doc = Document()
    plain = at.replace(tzinfo=None)
    doc.core_properties.title, doc.core_properties.language = paper.title, "en-GB"
    doc.core_properties.created = doc.core_properties.modified = plain
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(12)
    for name, size in _sizes(paper):
        style = doc.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")  # or the theme's font would win
        if name != "Normal":
            style.font.color.rgb = NAVY
    _spaced(doc.add_heading(paper.title, 1))
    _spaced(doc.add_paragraph(paper.subtitle))
    marking = doc.add_paragraph()
    marking.add_run(paper.marking).bold = True
    _spaced(marking)
    return doc


def _sizes(paper: Paper) -> tuple[tuple[str, int], ...]:
    if paper.is_poster:
        return ("Normal", 12), ("Heading 1", 26), ("Heading 2", 15)
    return ("Normal", SIZE), ("Heading 1", 15), ("Heading 2", 10)


def _block(doc: Doc, block: Block) -> None:
    match block:
        case Heading(text):
            _spaced(doc.add_heading(text, 2))
        case Text(text):
            _spaced(doc.add_paragraph(text))
        case Table(caption, headings, rows, widths):
            _spaced(doc.add_heading(caption, 2))
            _table(doc, headings, rows, _in_millimetres(widths))
        case Items(lead, items):
            _items(doc, lead, items)
        case Picture():
            _picture(doc, block)
        case FindingBar():
            _finding(doc, block)
        case Strips():
            _strips(doc, block)


def _items(doc: Doc, lead: str, items: Sequence[str]) -> None:
    if lead:
        _spaced(doc.add_paragraph(lead))
    for item in items:
        _spaced(doc.add_paragraph(item, style="List Bullet"), after=1)


def _picture(doc: Doc, picture: Picture) -> None:
    """Show a chart below its heading, with its words for a screen reader, and then its table."""
    _spaced(doc.add_heading(picture.table.caption, 2))
    paragraph = doc.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    width = Mm(LINE * picture.share / 100)
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=width)
    shape._inline.docPr.set("descr", picture.alt)
    table = picture.table
    _table(doc, table.headings, table.rows, _in_millimetres(table.widths))


def _finding(doc: Doc, finding: FindingBar) -> None:
    """Show a finding: its sentence, its drawing and its numbers, which stay on one page."""
    sentence = doc.add_paragraph()
    sentence.add_run(finding.text).bold = True
    drawing = doc.add_paragraph()
    shape = drawing.add_run().add_picture(BytesIO(as_png(finding.shapes)), width=Mm(BAR))
    shape._inline.docPr.set("descr", finding.alt)
    for paragraph in (sentence, drawing):
        paragraph.paragraph_format.keep_with_next = True
        _spaced(paragraph, after=1)
    _spaced(doc.add_paragraph(finding.words), after=2)


def _in_millimetres(shares: Sequence[int]) -> list[float]:
    """Return how wide columns are that share a line."""
    total = sum(shares)
    return [LINE * share / total for share in shares]


def _table(
    doc: Doc, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    table = _bare_table(doc, widths)
    _repeat(_filled_row(table, widths, headings, is_head=True))
    for texts in rows:
        _filled_row(table, widths, texts)


def _filled_row(
    table: DocTable, widths: Sequence[float], texts: Sequence[str], *, is_head: bool = False
) -> _Row:
    row = _row(table, widths)
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).bold = is_head
    return row


def _strips(doc: Doc, block: Strips) -> None:
    """Show strips as a table: the question, a narrow cell a case, and the same in words.

    More cases than a line holds stand in one cell, in as many lines as they need.
    """
    _spaced(doc.add_heading(block.caption, 2))
    cases = max((len(strip.marks) for strip in block.strips), default=0)
    squares = [SQUARE] * cases if cases <= MOST_SQUARES else [SQUARE * MOST_SQUARES]
    widths = [ASKED, *squares, LINE - ASKED - sum(squares)]
    table = _bare_table(doc, widths)
    head = _row(table, widths)
    head.cells[0].paragraphs[0].add_run("Question").bold = True
    head.cells[-1].paragraphs[0].add_run("In words").bold = True
    _repeat(head)
    for strip in block.strips:
        cells = _row(table, widths).cells
        cells[0].paragraphs[0].add_run(strip.label)
        cells[-1].paragraphs[0].add_run(strip.words)
        if cases > MOST_SQUARES:
            _marks(cells[1].paragraphs[0], strip.marks)
            continue
        for cell, mark in zip(cells[1:], strip.marks, strict=False):
            _mark(cell, mark)
    _spaced(doc.add_paragraph(block.legend))


def _mark(cell: _Cell, mark: Mark) -> None:
    cell._tc.get_or_add_tcPr().append(_shade(mark))
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _letter(paragraph, mark.letter, mark)


def _marks(paragraph: Paragraph, marks: Sequence[Mark]) -> None:
    for mark in marks:
        _letter(paragraph, f"\u00a0{mark.letter}\u00a0", mark).append(_shade(mark))
        paragraph.add_run(" ")


def _letter(paragraph: Paragraph, text: str, mark: Mark) -> Any:
    """Add a mark's letter, and return its properties."""
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(SIZE - 1), INKS[mark.level]
    return run._r.get_or_add_rPr()


def _shade(mark: Mark) -> Any:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), FILLS[mark.level])
    return shade


def _bare_table(doc: Doc, widths: Sequence[float]) -> DocTable:
    table: DocTable = doc.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: DocTable, widths: Sequence[float]) -> _Row:
    """Add a row that stays on one page, its cells as wide as the columns."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx is untyped here
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
        _spaced(cell.paragraphs[0], after=0)
    return row


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _footer(doc: Doc, text: str) -> None:
    paragraph = doc.sections[0].footer.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(SIZE - 1)


def _spaced(paragraph: Paragraph, after: float = 3) -> None:
    paragraph.paragraph_format.space_before = Pt(after)
    paragraph.paragraph_format.space_after = Pt(after)
