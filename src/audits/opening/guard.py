"""What a received file is, from its bytes alone, before any part of it is opened.

The limits leave room above every good workbook that was measured: among 2,500 public ones the
largest ratio of a part was 121, and no returned form comes near 20 MB.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from operator import attrgetter
from zipfile import BadZipFile, ZipFile, ZipInfo

import olefile

from audits.domain.answer import Problem, ProblemCode

from . import foreign


MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MEMBERS, PART, TOTAL, RATIO = 3_000, 120 * MEGABYTE, 250 * MEGABYTE, 200
SMALL = MEGABYTE  # parts below this may be squeezed as much as they like
ROWS, AREA = 50_000, 2_000_000  # beyond these a sheet is read for its values only
ZIP, OLE2 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
PHONE = re.compile(rb".{4}ftyp(heic|heix|mif1|msf1|avif)", re.DOTALL)  # a telephone's pictures
MANIFEST = "meta-inf/manifest.xml"  # of an .ods
EXTRAS = re.compile(r"xl/(vbaproject\.bin|(macrosheets|externallinks|activex|embeddings)/)|basic/")
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb'<(?:mergeCell|hyperlink) [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')

# What a zip archive that is cut short or altered makes Python's own reader raise.
DAMAGED = (
    BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error,
)  # fmt: skip

SAYS = foreign.SAYS | {
    ProblemCode.EMPTY_FILE: "The file is empty. Save the workbook again and return that.",
    ProblemCode.TOO_LARGE: "The file is larger than 20 MB. Remove pictures and return it again.",
    ProblemCode.NOT_A_WORKBOOK: "The file is not a workbook. Return the .xlsx that you were sent.",
    ProblemCode.TEXT_FILE: "The file is plain text or CSV, which holds only one sheet of the pack. "
    "Save the workbook as .xlsx and return that.",
    ProblemCode.PDF_FILE: "The file is a PDF. Return the workbook itself, as .xlsx.",
    ProblemCode.PICTURE_FILE: "The file is a picture. Return the workbook itself, as .xlsx.",
    ProblemCode.WORD_FILE: "The file is a Word document. Return the workbook itself, as .xlsx.",
    ProblemCode.NUMBERS_FILE: "The file is from Numbers. Choose File, Export To, Excel, "
    "and return that.",
    ProblemCode.PASSWORD: "The file has a password that is not your pack's. Save it with the "
    "pack's password or without one, and return it again by the same secure route.",
    ProblemCode.DAMAGED: "The file did not arrive whole. Return it again.",
    ProblemCode.DANGEROUS: "The file holds declarations that no spreadsheet program writes. Open "
    "it in Excel, save it as .xlsx and return that.",
    ProblemCode.TOO_BUSY: "The file unpacks to more than can be read safely. "
    "Copy your answers into the .xlsx that you were sent, and return that.",
}


class NotReadableError(Exception):
    """The file cannot be read; ``problem`` says why, in words for its sender."""

    def __init__(self, code: ProblemCode) -> None:
        super().__init__(SAYS[code])
        self.problem = Problem(code, SAYS[code])


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be opened; ``values_only`` where looking closer would cost too much.

    ``has_extras``: there are macros, links to other files or embedded ones, which stay closed.
    """

    data: bytes = field(repr=False)
    values_only: bool = False
    has_extras: bool = False


def check_file(data: bytes) -> Checked:
    """Return the file, ready to be read.

    Raises:
        NotReadableError: naming what the file is instead.
    """
    if not data:
        raise NotReadableError(ProblemCode.EMPTY_FILE)
    if len(data) > LARGEST:
        raise NotReadableError(ProblemCode.TOO_LARGE)
    if data.startswith(OLE2):
        return _checked_ole(data)
    if not data.startswith(ZIP):
        raise NotReadableError(foreign.foreign_kind(data) or what_it_is(data))
    return _checked_zip(data)


def describe(data: bytes, _: object) -> dict[str, bool]:
    """Return what is to be heeded in opening a file: run in the limited process, see `Job`.

    Raises:
        NotReadableError: naming what the file is instead.
    """
    checked = check_file(data)
    return {"values_only": checked.values_only, "has_extras": checked.has_extras}


def part_name(member: ZipInfo) -> str:
    """Return a part's name, folded; some programs write it with backslashes."""
    return member.filename.replace("\\", "/").casefold()


def check_archive(data: bytes) -> set[str]:
    """Return the names of what an archive holds, folded; none of it is a bomb.

    Raises:
        NotReadableError: if it is damaged, or unpacks to more than can be read safely.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            return set(map(part_name, members))
    except DAMAGED as error:
        raise NotReadableError(ProblemCode.DAMAGED) from error


def what_it_is(data: bytes) -> ProblemCode:
    """Return what a file is that is no workbook, from how it begins."""
    if data.startswith(b"%PDF"):
        return ProblemCode.PDF_FILE
    if data.startswith(PICTURES) or PHONE.match(data):
        return ProblemCode.PICTURE_FILE
    start = data[:4096]
    printable = sum(byte >= 32 or byte in b"\t\r\n" for byte in start)
    looks_like_text = b"\x00" not in start and printable > 0.95 * len(start)
    if looks_like_text:
        return ProblemCode.TEXT_FILE
    return ProblemCode.NOT_A_WORKBOOK


def _checked_ole(data: bytes) -> Checked:
    """Return an old .xls; refuse what is encrypted, or a Word document."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            names = {"/".join(path).casefold() for path in ole.listdir()}
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise NotReadableError(ProblemCode.DAMAGED) from error
    if foreign.is_labelled(names):
        raise NotReadableError(ProblemCode.LABELLED_FILE)
    if "encryptedpackage" in names:
        raise NotReadableError(ProblemCode.PASSWORD)
    if "worddocument" in names:
        raise NotReadableError(ProblemCode.WORD_FILE)
    if not names & {"workbook", "book"}:
        raise NotReadableError(ProblemCode.NOT_A_WORKBOOK)
    has_extras = any("_vba_project" in name for name in names)
    return Checked(data, values_only=True, has_extras=has_extras)


def _checked_zip(data: bytes) -> Checked:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            names = set(map(part_name, members))
            _check_kind(names, archive)
            busy = list(map(_looks_busy, _xml_parts(archive, members)))
    except DAMAGED as error:
        raise NotReadableError(ProblemCode.DAMAGED) from error
    return Checked(data, values_only=any(busy), has_extras=any(map(EXTRAS.match, names)))


def _check_members(members: list[ZipInfo]) -> None:
    are_named_alike = len(set(map(part_name, members))) < len(members)
    if are_named_alike or any(map(_is_odd, members)) or _overlap(members):
        raise NotReadableError(ProblemCode.DAMAGED)
    sizes = list(map(attrgetter("file_size"), members))
    if len(members) > MEMBERS or sum(sizes) > TOTAL or max(sizes) > PART:
        raise NotReadableError(ProblemCode.TOO_BUSY)
    if any(map(_is_squeezed, members)):
        raise NotReadableError(ProblemCode.TOO_BUSY)


def _is_odd(member: ZipInfo) -> bool:
    """Tell whether a member is one that no office program writes: elsewhere, locked, or packed."""
    name = part_name(member)
    is_locked = bool(member.flag_bits & 1)
    return is_locked or ".." in name or name.startswith("/") or member.compress_type not in (0, 8)


def _is_squeezed(member: ZipInfo) -> bool:
    """Tell whether a large member unpacks to more than any good workbook's does."""
    most = max(SMALL, RATIO * max(1, member.compress_size))
    return member.file_size > most


def _overlap(members: list[ZipInfo]) -> bool:
    """Tell whether members share bytes, as those of a zip bomb do."""
    spans = sorted((m.header_offset, m.header_offset + m.compress_size) for m in members)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _check_kind(names: set[str], archive: ZipFile) -> None:
    if MANIFEST in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise NotReadableError(ProblemCode.PASSWORD)
    if "word/document.xml" in names:
        raise NotReadableError(ProblemCode.WORD_FILE)
    if "index/document.iwa" in names or "index.zip" in names:
        raise NotReadableError(ProblemCode.NUMBERS_FILE)
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        if foreign.holds_workbooks(names):
            raise NotReadableError(ProblemCode.ZIP_FILE)
        raise NotReadableError(ProblemCode.NOT_A_WORKBOOK)


def _xml_parts(archive: ZipFile, members: list[ZipInfo]) -> Iterator[bytes]:
    """Yield each XML part that readers will parse."""
    for member in members:
        name = part_name(member)
        if name.endswith((".xml", ".rels")) and not name.startswith("customxml/"):
            yield archive.read(member)


def _looks_busy(part: bytes) -> bool:
    if DOCTYPE.search(part) or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotReadableError(ProblemCode.DANGEROUS)
    if part.count(b"<row ") > ROWS or part.count(b"<c ") > AREA // 10:
        return True
    return any(_area(*match) > AREA // 10 for match in MERGED.findall(part))


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (int(bottom) - int(top) + 1) * (_column(right) - _column(left) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
