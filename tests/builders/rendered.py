"""What a reader of each format of a paper reads, and what its view says."""

import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

from docx import Document

from audits.reporting.paper import (
    Block,
    FindingBar,
    Heading,
    Items,
    Paper,
    Picture,
    Strips,
    Table,
    Text,
)


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PAGE = re.compile(r"\bpage \d+")  # what only a PDF's foot says


def facts_of(paper: Paper) -> Iterator[str]:
    """Yield every text that a paper's view holds."""
    yield from (paper.title, paper.subtitle, paper.marking, paper.footer)
    for block in paper.blocks:
        yield from _facts(block)


def _facts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Text(text):
            yield text
        case Items(lead, items):
            yield from (lead, *items)
        case Table(caption, headings, rows):
            yield from (caption, *headings, *(cell for row in rows for cell in row))
        case Picture(table=table):
            yield from _facts(table)
        case FindingBar(text, words):
            yield from (text, words)
        case Strips(caption, strips, legend):
            yield from (caption, legend)
            yield from (text for strip in strips for text in (strip.label, strip.words))


def alts_of(paper: Paper) -> str:
    """Return what a paper's pictures say to who does not see them."""
    return " ".join(block.alt for block in paper.blocks if isinstance(block, Picture | FindingBar))


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text, thousands without their commas."""
    return {found.rstrip(",").replace(",", "") for found in NUMBER.findall(text)}


def bare(text: str) -> str:
    """Return a text without what a line break may change: white space, and hyphens at an end."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own names
        self._silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own names
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def text_of_html(data: bytes) -> str:
    """Return what a browser shows."""
    reader = _Reader()
    reader.feed(data.decode())
    return " ".join(reader.texts)


def text_of_word(data: bytes) -> str:
    """Return what Word shows, the footer included."""
    doc = Document(BytesIO(data))
    texts = [p.text for p in doc.paragraphs]
    texts += [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    texts += [p.text for section in doc.sections for p in section.footer.paragraphs]
    return " ".join(texts)


def text_of_pdf(data: bytes) -> str:
    """Return what a PDF's text layer holds, in the order it is read in, without page numbers."""
    got = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return PAGE.sub("", got.stdout.decode())


class _Finder(HTMLParser):
    def __init__(self, id: str) -> None:
        super().__init__()
        self.text = ""
        self._id, self._inside = id, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own names
        self._inside = dict(attrs).get("id") == self._id

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own names
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def by_id(html: str, id: str) -> str:
    """Return the text of the one element of a page that has this id and holds no other."""
    finder = _Finder(id)
    finder.feed(html)
    return finder.text
