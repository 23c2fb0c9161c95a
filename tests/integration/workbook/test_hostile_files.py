"""Files that are no return of ours: each refused by name, none of them able to do harm."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from builders.packs import a_pack, book_of, codes, read, said
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from audits.domain.answer import Answer


PACK = a_pack()
GOOD = book_of(PACK, [Answer("DA16-01", "visits", "3", "")])


def with_part(name: str, content: bytes) -> bytes:
    """Return a good return with one part more."""
    file = BytesIO()
    with ZipFile(BytesIO(GOOD)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            after.writestr(member.filename, before.read(member))
        after.writestr(name, content)
    return file.getvalue()


def a_word_document() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def encrypted() -> bytes:
    file = BytesIO()
    OOXMLFile(BytesIO(GOOD)).encrypt("secret", file)
    return file.getvalue()


def zip_of(name: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


HOSTILE = {
    "empty": (b"", "empty_file"),
    "text": (b"Dear all, please find", "text_file"),
    "csv": (b"Row reference,Answer\r\nP7.1-C001-ABCDE,Yes\r\n", "text_file"),
    "pdf": (b"%PDF-1.7 \x00\x01", "pdf_file"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "picture_file"),
    "word": (a_word_document(), "word_file"),
    "numbers": (zip_of("Index/Document.iwa"), "numbers_file"),
    "other zip": (zip_of("notes.txt"), "not_a_workbook"),
    "password": (encrypted(), "password"),
    "cut short": (GOOD[: len(GOOD) // 2], "damaged"),
    "bit flipped": (GOOD[:3000] + bytes([GOOD[3000] ^ 255]) + GOOD[3001:], "damaged"),
    "entities": (with_part("xl/x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "dangerous"),
    "bomb": (with_part("xl/media/x.bin", bytes(50_000_000)), "too_busy"),
    "many parts": (b"", "too_busy"),
    "twice": (b"", "damaged"),
    "too large": (b"PK\x03\x04" + bytes(21 * 1024 * 1024), "too_large"),
    "nothing known": (b"\x00\x01\x02\x03" * 50, "not_a_workbook"),
}


def many_parts() -> bytes:
    file = BytesIO(GOOD)
    with ZipFile(file, "a") as archive:
        for number in range(3100):
            archive.writestr(f"xl/media/{number}.bin", b"")
    return file.getvalue()


def one_part_twice() -> bytes:
    file = BytesIO(GOOD)
    with ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_return_is_refused_by_name(name):
    data, problem = HOSTILE[name]
    made = {"many parts": many_parts, "twice": one_part_twice}
    reading = read(made[name]() if name in made else data, PACK)
    assert (str(reading.outcome), codes(reading)) == ("refused", [problem])
    assert reading.answers == ()
    assert reading.problems[0].message.endswith(".")


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_cell_in_the_farthest_corner_kills_one_reader_and_not_the_reading():
    book = load_workbook(BytesIO(GOOD))
    book["Cases"]["XFD1048576"] = "x"
    assert said(read(saved(book), PACK)) == {("DA16-01", "visits"): ("3", "")}


def test_a_merge_of_a_whole_sheet_is_read_for_its_values():
    file = BytesIO()
    with ZipFile(BytesIO(GOOD)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                merge = b'<mergeCells count="1"><mergeCell ref="A50:XFD1048576"/></mergeCells>'
                content = re.sub(rb"(<sheetProtection [^>]*/>)", rb"\1" + merge, content)
            after.writestr(member.filename, content)
    assert b"mergeCell" in ZipFile(file).read("xl/worksheets/sheet1.xml")
    assert said(read(file.getvalue(), PACK)) == {("DA16-01", "visits"): ("3", "")}


def test_a_good_return_is_not_refused():
    assert said(read(GOOD, PACK)) == {("DA16-01", "visits"): ("3", "")}
