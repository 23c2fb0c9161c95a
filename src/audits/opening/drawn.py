"""What lies over the cells of a sheet, which are read without it: run in the limited process."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from .ods import ods_tables
from .parts import holds, named, plain, related, text_in, tree


Drawn = tuple[str, str]  # a kind, and the text in it
BOX, PICTURE, OTHER = "text box", "picture", "drawing"
ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
SHAPES = {"frame", "custom-shape", "rect", "ellipse", "line", "path", "g"}  # of an .ods


def drawn_in(archive: ZipFile, part: str) -> Iterator[Drawn]:
    """Yield what is drawn over a sheet of an .xlsx."""
    for drawing in related(archive, part, "/drawing"):
        for anchor in named(tree(archive.read(drawing)), *ANCHORS):
            yield _kind(anchor, text="t", picture="pic")


def drawn_in_ods(content: Element) -> Iterator[tuple[str, list[Drawn]]]:
    """Yield, for each sheet of an .ods, what is drawn over it; comments are none of it."""
    for title, table in ods_tables(content):
        yield title, list(_shapes(table))


def _shapes(element: Element) -> Iterator[Drawn]:
    for child in element:
        if plain(child.tag) in SHAPES:
            yield _kind(child, text="p", picture="image")
        elif plain(child.tag) != "annotation":
            yield from _shapes(child)


def _kind(shape: Element, *, text: str, picture: str) -> Drawn:
    words = " ".join(map(text_in, named(shape.iter(), text))).strip()
    if holds(shape.iter(), picture):
        return PICTURE, words
    if words:
        return BOX, words
    return OTHER, ""
