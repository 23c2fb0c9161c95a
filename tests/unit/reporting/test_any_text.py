"""Whatever a text holds, from any plane of Unicode, it is printed in every format and sent."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from builders.texts import ANY_TEXT, ODD
from docx import Document
from hypothesis import given, settings
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from audits.delivery.letter import read_letter, write_letter
from audits.domain.message import Message
from audits.domain.plain_text import clean_text
from audits.reporting.drawing import draw
from audits.reporting.paper import Heading, Items, Paper, Picture, Table, Text
from audits.reporting.paper_xlsx import as_xlsx
from audits.reporting.rendering import as_html, as_pdf
from audits.reporting.word_paper import as_word


AT = datetime(2017, 3, 9, tzinfo=UTC)


def paper_of(text):
    head = f"T {text}"
    table = Table(head, (text, "n"), ((text, "1"),), (2, 1))
    blocks = (Heading(head), Text(text), table, Items(text, (text,)))
    return Paper(head, text, text, text, blocks)


def check_every_format(text):
    paper, clean = paper_of(text), clean_text(text)
    page = etree.HTML(as_html(paper).decode())
    assert "".join(page.find(".//title").text.split()) == "".join(paper.title.split())
    words = Document(BytesIO(as_word(paper, AT)))
    assert any(each.text == clean for each in words.paragraphs)
    sheet = load_workbook(BytesIO(as_xlsx(paper)))["Read me"]
    assert (sheet["A3"].value or "") == clean
    assert PdfReader(BytesIO(as_pdf(paper))).pages
    letter = write_letter(Message("C/u/pack/1", "u", ("a@b.example",), text, text), AT)
    assert read_letter(letter)[0] == "C/u/pack/1"


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_what_word_and_telephones_write_is_printed_everywhere(text):
    check_every_format(text)


@settings(max_examples=40, deadline=None)
@given(ANY_TEXT)
def test_a_text_of_any_plane_is_printed_everywhere(text):
    check_every_format(text)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_a_label_of_a_chart_is_drawn_and_printed_with_its_paper(text):
    svg, png = draw(3, 1, lambda axes: axes.set_title(f"label {text}"))
    etree.fromstring(svg)
    table = Table("c", ("a",), (("b",),), (1,))
    paper = Paper("T", "s", "m", "f", (Picture(svg, png, f"chart {text}", table),))
    assert as_pdf(paper)
    assert as_word(paper, AT)


@given(ANY_TEXT)
def test_a_clean_text_stays_as_it_is(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert etree.fromstring(f"<a>{clean.replace('&', '').replace('<', '')}</a>") is not None


def test_a_tick_is_said_in_words_where_the_typeface_has_none():
    pages = PdfReader(BytesIO(as_pdf(paper_of("Write the guide \u2705")))).pages
    assert "Write the guide [white heavy check mark]" in " ".join(pages[0].extract_text().split())
