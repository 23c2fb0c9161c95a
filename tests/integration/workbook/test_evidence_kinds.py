"""Which files are kept as evidence: what they are by their bytes, and nothing that runs."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from builders import hostile

from audits.domain.errors import UserError
from audits.workbook import check_evidence


MEGABYTE = 1024 * 1024


def an_archive(**parts: bytes) -> bytes:
    """Return an archive of parts; two underscores in a name stand for a slash."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


KEPT = {
    "xlsx": hostile.GOOD,
    "docx": hostile.a_word_document(),
    "pptx": an_archive(ppt__presentation_xml=b"<x/>"),
    "odt": an_archive(content_xml=b"<x/>"),
    "ods": an_archive(content_xml=b"<x/>"),
    "pdf": b"%PDF-1.7 \x00\x01",
    "png": hostile.huge_picture(),
    "jpg": b"\xff\xd8\xff\xe0" + bytes(20),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(20),
    "csv": b"unit,told\r\npolice,yes\r\n",
    "txt": b"Told on 2 May.",
    "PDF": b"%PDF-1.7",
}  # fmt: skip


@pytest.mark.parametrize("extension", KEPT)
def test_a_file_that_is_what_it_says_is_kept(extension):
    wanted = {"jpeg": "jpg", "PDF": "pdf"}.get(extension, extension)
    assert check_evidence(KEPT[extension], extension) == wanted


REFUSED = {
    "is empty": (b"", "pdf"),
    "is larger than 20 MB": (b"%PDF" + bytes(21 * MEGABYTE), "pdf"),
    "is of no kind that is kept": (b"MZ", "exe"),
    "ends in .pdf and is no pdf": (hostile.GOOD, "pdf"),
    "ends in .docx and is no docx": (hostile.GOOD, "docx"),
    "ends in .pptx and is no pptx": (b"%PDF", "pptx"),
    "ends in .xls and is no xls": (hostile.GOOD, "xls"),
    "ends in .txt and is no txt": (b"\x00\x01\x02\x03" * 50, "txt"),
    "is no xlsx": (hostile.a_word_document(), "xlsx"),
    "has a password": (hostile.encrypted(), "xlsx"),
    "has a password. Save it without one": (hostile.encrypted(), "docx"),
    "is damaged": (hostile.GOOD[:2000], "xlsx"),
    "is damaged. Save it again": (hostile.a_word_document()[:2000], "docx"),
    "holds declarations": (hostile.declared(hostile.FILE), "xlsx"),
    "unpacks to more": (hostile.changed({hostile.STRINGS: bytes(130 * MEGABYTE)}), "xlsx"),
    "unpacks to more than can": (
        an_archive(word__document_xml=bytes(130 * MEGABYTE)), "docx",
    ),
    "holds macros": (hostile.changed({"xl/vbaProject.bin": b"x"}), "xlsx"),
    "holds macros, or links": (
        an_archive(word__document_xml=b"<x/>", word__vbaProject_bin=b"x"), "docx",
    ),
    "holds macros, or links to": (an_archive(content_xml=b"<x/>", Basic__a_xml=b"x"), "odt"),
}  # fmt: skip


@pytest.mark.parametrize("says", REFUSED)
def test_any_other_file_is_refused_in_a_sentence(says):
    data, extension = REFUSED[says]
    with pytest.raises(UserError, match=f"^The evidence file .*{says}"):
        check_evidence(data, extension)
