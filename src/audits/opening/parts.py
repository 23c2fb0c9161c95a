"""The parts of a workbook that is a zip archive: run in the limited process, see `cells`."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile


def sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and its part."""
    targets = dict(relations(archive, "xl/workbook.xml"))
    for sheet in named(tree(archive.read("xl/workbook.xml")).iter(), "sheet"):
        # A strict workbook has another namespace, and the same last word.
        ids = [value for name, value in sheet.attrib.items() if name.endswith("}id")]
        if ids and ids[0] in targets:
            yield sheet.attrib["name"], targets[ids[0]][1]


def relations(archive: ZipFile, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a part points at within the file: id, kind and part."""
    folder, _, name = part.rpartition("/")
    relations_part = f"{folder}/_rels/{name}.rels"
    if relations_part not in archive.namelist():
        return
    for relation in tree(archive.read(relations_part)):
        target = normpath(join("/" + folder, relation.attrib["Target"])).lstrip("/")
        if relation.attrib.get("TargetMode") != "External":
            yield relation.attrib["Id"], (relation.attrib["Type"], target)


def related(archive: ZipFile, part: str, kind: str) -> Iterator[str]:
    """Yield the parts of one kind that a part points at and that are there."""
    parts = set(archive.namelist())
    for _, (is_of, target) in relations(archive, part):
        if is_of.endswith(kind) and target in parts:
            yield target


def tree(part: bytes) -> ElementTree.Element:
    """Return the elements of a part; the guard let none through that declares entities."""
    return ElementTree.fromstring(part)  # noqa: S314 -- and this process may reach nothing


@lru_cache(maxsize=1024)  # asked of every element; a file has some fifty names
def plain(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def named(elements: Iterable[ElementTree.Element], *names: str) -> Iterator[ElementTree.Element]:
    """Yield the elements that have one of these names, whatever their namespace.

    Of one element, those are its children; of its ``iter()``, itself and all within it.
    """
    for element in elements:
        if plain(element.tag) in names:
            yield element


def by_name(element: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Return an element's children by their names; of those with one name, the last."""
    return {plain(child.tag): child for child in element}


def holds(elements: Iterable[ElementTree.Element], *names: str) -> bool:
    """Tell whether an element of one of these names is among some, whatever their namespace."""
    for _ in named(elements, *names):
        return True
    return False


def text_in(element: ElementTree.Element) -> str:
    """Return all the text within an element."""
    return "".join(element.itertext())


def attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute of whatever namespace, "" where there is none."""
    return next(attributes(element, name), "")


def attributes(element: ElementTree.Element, name: str) -> Iterator[str]:
    """Yield the values of an attribute, which may stand there in several namespaces."""
    for key, value in element.attrib.items():
        if plain(key) == name:
            yield value


def with_slashes(data: bytes) -> bytes:
    """Return a workbook whose parts are named as they should be; some programs use backslashes."""
    if not data.startswith(b"PK") or b"xl\\" not in data:
        return data
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename.replace("\\", "/"), old.read(member))
    return made.getvalue()
