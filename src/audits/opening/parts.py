"""The parts of a workbook that is a zip archive: run in the limited process, see `cells`."""

from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile


def sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and its part."""
    targets = dict(relations(archive, "xl/workbook.xml"))
    for element in tree(archive.read("xl/workbook.xml")).iter():
        if plain(element.tag) == "sheet":
            # A strict workbook has another namespace, and the same last word.
            ids = [value for name, value in element.attrib.items() if name.endswith("}id")]
            if ids and ids[0] in targets:
                yield element.attrib["name"], targets[ids[0]][1]


def relations(archive: ZipFile, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a part points at within the file: id, kind and part."""
    folder, _, name = part.rpartition("/")
    there = f"{folder}/_rels/{name}.rels"
    if there not in archive.namelist():
        return
    for each in tree(archive.read(there)):
        target = normpath(join("/" + folder, each.attrib["Target"])).lstrip("/")
        if each.attrib.get("TargetMode") != "External":
            yield each.attrib["Id"], (each.attrib["Type"], target)


def related(archive: ZipFile, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of one kind that a part points at and that are there."""
    there = set(archive.namelist())
    for _, (is_of, target) in relations(archive, part):
        if is_of.endswith(kind) and target in there:
            yield target


def tree(part: bytes) -> ElementTree.Element:
    """Return the elements of a part; the guard let none through that declares entities."""
    return ElementTree.fromstring(part)  # noqa: S314 -- and this process may reach nothing


def plain(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute of whatever namespace, "" where there is none."""
    return next((value for key, value in element.attrib.items() if plain(key) == name), "")


def with_slashes(data: bytes) -> bytes:
    """Return a workbook whose parts are named as they should be; some programs use backslashes."""
    if not data.startswith(b"PK") or b"xl\\" not in data:
        return data
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename.replace("\\", "/"), old.read(member))
    return made.getvalue()
