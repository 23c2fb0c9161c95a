"""Broken and hostile files, each made from a good return; ``HOSTILE`` names them all.

A value is the file's maker and what must become of it: "read" means that every answer is read,
anything else is the problem it is refused with, or several that would do.
"""

import random
import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from builders.packs import a_pack, book_of
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from audits.domain.answer import Answer


MEGABYTE = 1024 * 1024
PACK = a_pack()
GOOD = book_of(PACK, [Answer("DA16-01", "visits", "3", "")])
SHEET, BOOK, TYPES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "[Content_Types].xml"
STRINGS = "xl/sharedStrings.xml"
Change = Callable[[bytes], bytes]
Maker = Callable[[], bytes]


def changed(changes: Mapping[str, Change | bytes]) -> bytes:
    """Return the good return with parts changed or added."""
    file, left = BytesIO(), dict(changes)
    with ZipFile(BytesIO(GOOD)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            change, content = left.pop(member.filename, None), before.read(member)
            content = change(content) if callable(change) else content if change is None else change
            after.writestr(member.filename, content)
        for name, content in left.items():
            after.writestr(name, content(b"") if callable(content) else content)
    return file.getvalue()


def within(tag: bytes, content: bytes) -> Change:
    """Return a change that puts content before a closing tag."""
    return lambda part: part.replace(b"</%s>" % tag, content + b"</%s>" % tag)


def after(mark: bytes, content: bytes) -> Change:
    """Return a change that puts content behind the first such mark."""
    return lambda part: part.replace(mark, mark + content, 1)


def rows(number: int, cells: str = "", first: int = 100) -> bytes:
    """Return so many rows of a sheet."""
    return "".join(
        f'<row r="{r}" s="3" customFormat="1">{cells.format(r=r)}</row>'
        for r in range(first, first + number)
    ).encode()


def numbers(number: int) -> bytes:
    """Return so many cells, ten in a row, no two alike."""
    chance = random.Random(1)
    return b"".join(
        b'<row r="%d">%s</row>'
        % (
            r,
            b"".join(
                b'<c r="%c%d"><v>%d</v></c>' % (c, r, chance.getrandbits(40)) for c in b"ABCDEFGHIJ"
            ),
        )
        for r in range(100, 100 + number // 10)
    )


def declared(doctype: str, name: str = SHEET) -> bytes:
    """Return a return with a declaration in one of its parts."""

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>") if part.startswith(b"<?xml") else (b"", b"", part)
        return (head + b"?>" if head else b"") + doctype.encode() + rest

    return changed({name: change})


def laughs(depth: int = 9) -> str:
    """Return the declaration that doubles a word over and over."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{lines}]>'


def without(mark: bytes, to: bytes = b"") -> Change:
    return lambda part: part.replace(mark, to)


def flipped(seed: int) -> bytes:
    """Return the good return with one bit flipped somewhere."""
    data = bytearray(GOOD)
    chance = random.Random(seed)
    data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def lying() -> bytes:
    """Return a return whose directory gives a part a tenth of its size."""
    data = bytearray(GOOD)
    with ZipFile(BytesIO(GOOD)) as archive:
        size = archive.getinfo(SHEET).file_size
    data[:] = data.replace(struct.pack("<I", size), struct.pack("<I", size // 10))
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive in which many names share one part's bytes."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(BOOK, b"<x/>" * 1000)
        first = archive.infolist()[0]
        for number in range(50):
            twin = ZipInfo(f"xl/{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(twin, name, getattr(first, name))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    return file.getvalue()


def one_part_twice() -> bytes:
    file = BytesIO(GOOD)
    with ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(BOOK, b"<workbook/>")
    return file.getvalue()


def many_parts() -> bytes:
    file = BytesIO(GOOD)
    with ZipFile(file, "a") as archive:
        for number in range(3100):
            archive.writestr(f"xl/media/{number}.bin", b"")
    return file.getvalue()


def zip_of(name: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


def a_word_document() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def encrypted(password: str = "secret") -> bytes:  # noqa: S107 -- a password in a test
    file = BytesIO()
    OOXMLFile(BytesIO(GOOD)).encrypt(password, file)
    return file.getvalue()


def huge_picture() -> bytes:
    """Return a PNG that says it has nine hundred million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def strings(number: int) -> bytes:
    """Return a table of so many texts, all unlike."""
    texts = "".join(f"<si><t>text number {n:09d} of many</t></si>" for n in range(number))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<sst xmlns="{space}">{texts}</sst>'.encode()


def in_sheet(content: bytes | Maker) -> Maker:
    """Return what makes a return with this in its sheet; what is large is made when it is wanted."""

    def make() -> bytes:
        put = content() if callable(content) else content
        return changed({SHEET: within(b"sheetData", put)})

    return make


def beside_data(content: bytes) -> Maker:
    return lambda: changed({SHEET: after(b"</sheetData>", content)})


def merge(span: str) -> Maker:
    def make() -> bytes:
        content = f'<mergeCells count="1"><mergeCell ref="{span}"/></mergeCells>'.encode()

        def change(part: bytes) -> bytes:
            head, mark, rest = part.partition(b"</sheetData>")
            end = rest.find(b"<autoFilter")
            return head + mark + rest[:end] + content + rest[end:]

        return changed({SHEET: change})

    return make


def cell(attributes: str, content: str = "<v>1</v>") -> Maker:
    return in_sheet(f'<row r="900"><c {attributes}>{content}</c></row>'.encode())


FORMATS = "".join(
    f'<conditionalFormatting sqref="A{n}"><cfRule type="expression" priority="{n}">'
    f"<formula>A{n}=1</formula></cfRule></conditionalFormatting>"
    for n in range(1, 50_001)
).encode()
FILE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
WEB = '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/e">]>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:{port}/p"> %e;]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/d">'
LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/externalLinkPath" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
    b"</Relationships>"
)
BUSY, BROKEN, DANGEROUS = "too_busy", "damaged", "dangerous"
READ = "read"

HOSTILE: Mapping[str, tuple[Maker, str]] = {
    # too much, well packed
    "a sheet of comments": (in_sheet(lambda: b"<!-- %s -->" % (b"x" * 130 * MEGABYTE)), BUSY),
    "a million empty rows in little": (in_sheet(lambda: b"<row/>" * 9_000_000), BUSY),
    "a million cells that say not where": (in_sheet(lambda: b"<row><c/></row>" * 2_000_000), BUSY),
    "one text of 130 MB": (lambda: changed({STRINGS: bytes(130 * MEGABYTE)}), BUSY),
    "a huge workbook part": (lambda: changed({BOOK: within(b"workbook", b" " * 130 * MEGABYTE)}), BUSY),
    "a huge part that nobody reads": (lambda: changed({"xl/media/x.bin": bytes(260 * MEGABYTE)}), BUSY),
    "many texts": (lambda: changed({STRINGS: strings(800_000)}), f"{BUSY} {READ}"),
    "many parts": (many_parts, BUSY),
    "too large": (lambda: b"PK\x03\x04" + bytes(21 * MEGABYTE), "too_large"),
    "deep within": (lambda: changed({SHEET: within(b"sheetData", b"<x>" * 200_000 + b"</x>" * 200_000)}), f"{BUSY} {BROKEN} {READ}"),
    # declarations
    "a file as an entity": (lambda: declared(FILE), DANGEROUS),
    "an address as an entity": (lambda: declared(WEB), DANGEROUS),
    "a parameter entity": (lambda: declared(PARAMETER), DANGEROUS),
    "a declaration elsewhere": (lambda: declared(OUTSIDE), DANGEROUS),
    "an entity in the workbook": (lambda: declared(WEB, BOOK), DANGEROUS),
    "an entity in the content types": (lambda: declared(WEB, TYPES), DANGEROUS),
    "an entity in the relations": (lambda: declared(WEB, "xl/_rels/workbook.xml.rels"), DANGEROUS),
    "an entity in the properties": (lambda: declared(WEB, "docProps/core.xml"), DANGEROUS),
    "a billion laughs": (lambda: declared(laughs()), DANGEROUS),
    "one long entity many times": (lambda: declared(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'), DANGEROUS),
    "a sheet in UTF-16": (lambda: changed({SHEET: lambda part: part.decode().encode("utf-16")}), DANGEROUS),
    # more than a workbook
    "macros": (lambda: changed({"xl/vbaProject.bin": b"x"}), READ),
    "old macros": (lambda: changed({"xl/macrosheets/sheet1.xml": b"<x/>"}), READ),
    "links to other files": (lambda: changed({"xl/externalLinks/externalLink1.xml": b"<x/>", "xl/externalLinks/_rels/externalLink1.xml.rels": LINK}), READ),
    "files within": (lambda: changed({"xl/embeddings/oleObject1.bin": b"x"}), READ),
    "a picture of 900 million pixels": (lambda: changed({"xl/media/image1.png": huge_picture()}), READ),
    "notes of a program in UTF-16": (lambda: changed({"customXml/item1.xml": "<?xml version='1.0' encoding='utf-16'?><x/>".encode("utf-16")}), READ),
    # giants that people make with one click
    "a million blank rows with a format": (in_sheet(lambda: rows(1_000_000)), READ),
    "two million blank cells with a format": (in_sheet(lambda: rows(180_000, "".join(f'<c r="{c}{{r}}" s="3"/>' for c in "ABCDEFGHIJKL"))), READ),
    "a million numbers": (in_sheet(lambda: numbers(1_000_000)), f"{BUSY} {READ}"),
    "a cell in the last corner": (cell('r="XFD1048576"'), READ),
    "a cell far down": (cell('r="Z200000"'), READ),
    "a merge of a whole sheet": (merge("A50:XFD1048576"), READ),
    "a merge of many rows": (merge("A50:Z100000"), READ),
    "a link on a whole sheet": (beside_data(b'<hyperlinks><hyperlink ref="A50:XFD1048576" location="A1"/></hyperlinks>'), READ),
    "fifty thousand formats": (beside_data(FORMATS), READ),
    "a hundred thousand names": (lambda: changed({BOOK: within(b"definedNames", b"".join(b'<definedName name="n%d">1</definedName>' % n for n in range(100_000)))}), READ),
    # sheets that say what is not so
    "a dimension too small": (lambda: changed({SHEET: lambda part: part.replace(b"<sheetData>", b'<dimension ref="A1:B2"/><sheetData>', 1)}), READ),
    "cells that say not where they are": (lambda: changed({SHEET: lambda part: part.replace(b'<c r="A1"', b"<c", 1)}), READ),
    "a cell called what no cell is called": (cell('r="1A"'), f"{BROKEN} {READ}"),
    "a text that is not there": (cell('r="A900" t="s"', "<v>999999</v>"), f"{BROKEN} {READ}"),
    "a number that is none": (cell('r="A900"', "<v>NaN</v>"), f"{BROKEN} {READ}"),
    "a style that is not there": (cell('r="A900" s="99999"'), f"{BROKEN} {READ}"),
    "a date beyond all dates": (cell('r="A900" s="7"', "<v>1e300</v>"), f"{BROKEN} {READ}"),
    "a long text in a cell": (cell('r="A900" t="inlineStr"', f"<is><t>{'x' * 500_000}</t></is>"), READ),
    # not whole
    **{f"cut at {part} %": (lambda part=part: GOOD[: len(GOOD) * part // 100], BROKEN) for part in (10, 50, 90, 99)},
    **{f"a bit flipped, {seed}": (lambda seed=seed: flipped(seed), f"{BROKEN} {READ} not_a_workbook") for seed in range(40)},
    "a size that is not so": (lying, BROKEN),
    "parts that share bytes": (overlapping, BROKEN),
    "one part twice": (one_part_twice, BROKEN),
    "a part outside": (lambda: changed({"../x.xml": b"<x/>"}), BROKEN),
    "no strings": (lambda: changed({BOOK: b""}), f"{BROKEN} {DANGEROUS}"),
    # something else
    "empty": (lambda: b"", "empty_file"),
    "text": (lambda: b"Dear all, please find", "text_file"),
    "csv": (lambda: b"Row reference,Answer\r\nP7.1-C001-ABCDE,Yes\r\n", "text_file"),
    "csv in UTF-16": (lambda: "Row reference,Answer\r\n".encode("utf-16"), "text_file not_a_workbook"),
    "a page": (lambda: b"<html><body><table></table></body></html>", "html_file"),
    "pdf": (lambda: b"%PDF-1.7 \x00\x01", "pdf_file"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\x00", "picture_file"),
    "a telephone's picture": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40), "picture_file"),
    "word": (a_word_document, "word_file"),
    "numbers": (lambda: zip_of("Index/Document.iwa"), "numbers_file"),
    "another zip": (lambda: zip_of("notes.txt"), "not_a_workbook"),
    "a password": (encrypted, "password"),
    "Excel's own password": (lambda: encrypted("VelvetSweatshop"), READ),
    "nothing known": (lambda: b"\x00\x01\x02\x03" * 50, "not_a_workbook"),
}  # fmt: skip
