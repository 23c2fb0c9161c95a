"""What a workbook says beside its cells: from when it counts days, and where a result is missing.

Nothing here is called but in the limited process, as `raw_tables`.
"""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from posixpath import join, normpath

import olefile
from defusedxml.ElementTree import fromstring


ZIP = b"PK\x03\x04"
BOOK = "xl/workbook.xml"
SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr[^>]*\sdate1904=[\"'](?:1|true)[\"']")
# [MS-XLS] 2.4.77 Date1904, a record of the workbook's own, before any sheet's.
RECORD_1904, RECORD_END, HEAD = 0x0022, 0x000A, 4
# A formula's cell without a value, or with an empty one; an empty text is a result like any other.
EMPTY = re.compile(rb"<c ([^>]*)><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?$")
PLACE = re.compile(rb"\br=[\"']([A-Z]+\d+)[\"']")
PIECE = 1 << 20


def name_in(part: zipfile.ZipInfo) -> str:
    """Return the name of a part; some programs write it with backslashes."""
    return part.filename.replace("\\", "/")


def is_1904(data: bytes) -> bool:
    """Tell whether a workbook counts its days from 1904, as those of old Macs do."""
    if not data.startswith(ZIP):
        return _is_1904_of_old(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.infolist():
            if name_in(part) == BOOK and SINCE_1904.search(archive.read(part)):
                return True
    return False


def _is_1904_of_old(data: bytes) -> bool:
    """Tell the same of an .xls: one record among those that stand before the sheets."""
    if not olefile.isOleFile(data):
        return False
    with olefile.OleFileIO(BytesIO(data)) as file:
        stream = b""
        for name in ("Workbook", "Book"):
            if file.exists(name):
                stream = file.openstream(name).read()
                break
    at = 0
    while at + HEAD <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == RECORD_1904:
            return stream[at + HEAD] == 1
        if kind == RECORD_END:
            return False
        at += HEAD + size
    return False


def formulas_without_results(data: bytes) -> Mapping[str, Sequence[str]]:
    """Return by sheet the cells with a formula whose result was never worked out.

    Programs that write workbooks without opening them leave it to the next one. A sheet whose
    beginning has no formula is looked at no further.
    """
    if not data.startswith(ZIP):
        return {}
    by_title = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name_in(part): part for part in archive.infolist()}
        for name, title in dict(_titles(archive, parts)).items():
            places = _empty(archive, parts[name])
            if places:
                by_title[title] = places
    return by_title


def _titles(
    archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]
) -> Iterator[tuple[str, str]]:
    """Yield the part of each sheet, and its title."""
    links = "xl/_rels/workbook.xml.rels"
    if BOOK not in parts or links not in parts:
        return  # an .ods, which stores a result with each formula
    relations = fromstring(archive.read(parts[links]))
    targets = {}
    for relation in relations:
        targets[relation.attrib.get("Id")] = relation.attrib.get("Target", "")
    for element in fromstring(archive.read(parts[BOOK])).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        ids = [value for name, value in element.attrib.items() if name.endswith("}id")]
        target = targets.get(ids[0], "") if ids else ""
        part = normpath(join("/xl", target)).lstrip("/")
        if part in parts:
            yield part, element.attrib.get("name", "")


def _empty(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[str]:
    places: list[str] = []
    with archive.open(part) as sheet:
        rest, piece = b"", sheet.read(PIECE)
        while piece and (rest or b"<f" in piece):
            *cells, rest = (rest + piece).split(b"</c>")
            places += filter(None, map(_place, cells))
            piece = sheet.read(PIECE)
    return places


def _place(cell: bytes) -> str:
    """Return where a cell stands if it is a formula without a result, else ""."""
    begins = cell.rfind(b"<c ")
    if begins < 0:
        return ""
    empty = EMPTY.match(cell, begins)
    if empty is None or b't="str"' in empty[1]:
        return ""
    place = PLACE.search(empty[1])
    return place[1].decode() if place else ""
