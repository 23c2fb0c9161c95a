"""What is no workbook is called what it is; what only looks odd is read."""

import base64
from io import BytesIO
from zipfile import ZipFile

import pytest
from builders.packs import a_pack, book_of, codes, read, said

from audits.domain.answer import Answer


PACK = a_pack()
MAIL = "From: a@b.example\r\nTo: c@d.example\r\nSubject: audit\r\nMIME-Version: 1.0\r\n"
KINDS = {
    "html_file": b"<html><body><table><tr><td>Yes</td></tr></table></body></html>",
    "xml_file": b'<?xml version="1.0"?><Workbook '
    b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    "web_archive": f"{MAIL}Content-Type: multipart/related; boundary=x\r\n\r\n<html>".encode(),
    "mail_file": f"{MAIL}\r\nHere is our return.".encode(),
    "link_file": b"[InternetShortcut]\r\nURL=https://example.org/audit.xlsx\r\n",
    "winmail_file": b"\x78\x9f\x3e\x22" + bytes(40),
    "signed_file": bytes.fromhex("3082010006092a864886f70d010702") + bytes(40),
    "text_file": b"Row reference,Case,Your answer\r\n",
}


@pytest.mark.parametrize("code", KINDS)
def test_a_file_is_called_what_it_is(code):
    assert codes(read(KINDS[code], PACK)) == [code]


def test_a_flat_ods_and_utf_16_are_told(subtests):
    flat = b'<?xml version="1.0"?><office:document xmlns:office="x"></office:document>'
    for data, code in ((flat, "xml_file"), ("<html><table>".encode("utf-16"), "html_file")):
        with subtests.test(code):
            assert codes(read(data, PACK)) == [code]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_still_as_a_damaged_mail_carried_it_did_not_arrive_whole(start):
    assert codes(read(base64.encodebytes(start + bytes(range(256))), PACK)) == ["damaged"]


def packed(names: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_workbook_in_a_zip_archive_is_to_be_taken_out():
    assert codes(read(packed({"return.xlsx": book_of(PACK)}), PACK)) == ["zip_file"]


def test_parts_named_with_backslashes_are_read():
    answers = [Answer(c.ref, "visits", str(c.number), "") for c in PACK.cases]
    with ZipFile(BytesIO(book_of(PACK, answers))) as archive:
        archived = {n.replace("/", "\\"): archive.read(n) for n in archive.namelist()}
    reading = read(packed(archived), PACK)
    assert said(reading) == {(c.ref, "visits"): (str(c.number), "") for c in PACK.cases}
