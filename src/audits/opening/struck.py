"""Which text of a workbook is struck out: run in the limited process, see `cells`.

In an .xlsx and an .ods, whole cells by their font and parts of a cell by that of their words. No
library that is read here tells the fonts of an .xls or .xlsb.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple

from .ods import ods_cells, ods_tables
from .parts import attribute, by_name, named, plain, tree


SHARED = "xl/sharedStrings.xml"
Kept = tuple[int, int, str]  # row, column and the text that is not struck out


class Fonts:
    """The fonts of an .xlsx, and the texts that its cells share."""

    def __init__(self, archive: ZipFile) -> None:
        names = set(archive.namelist())
        self._struck = list(_struck_looks(archive)) if "xl/styles.xml" in names else []
        shared = archive.read(SHARED) if SHARED in names else b""
        self._is_needed = any(self._struck) or b"strike" in shared
        self._shared: list[Element] = []
        if shared and self._is_needed:
            self._shared += named(tree(shared), "si")

    def struck_in(self, part: bytes, cells: Iterable[Element]) -> list[Kept]:
        """Return the cells of a sheet with text struck out, and what is left of each."""
        if not self._is_needed and b"strike" not in part:
            return []
        return list(filter(None, map(self._struck_in, cells)))

    def _struck_in(self, cell: Element) -> Kept | None:
        look = int(cell.attrib.get("s", 0))
        is_struck = look < len(self._struck) and self._struck[look]
        text = self._text_of(cell)
        runs = list(_runs(text, is_struck=is_struck))
        is_value = text is None and any(value.text for value in named(cell, "v"))
        if not _is_any_struck(runs) and not (is_struck and is_value):
            return None
        return *coordinate_to_tuple(cell.attrib["r"]), _what_is_left(runs)

    def _text_of(self, cell: Element) -> Element | None:
        inside = by_name(cell)
        if cell.attrib.get("t") == "s" and "v" in inside:
            if not self._shared:
                return None
            return self._shared[int(inside["v"].text or 0)]
        return inside.get("is")


def _struck_looks(archive: ZipFile) -> Iterator[bool]:
    """Yield, for each look that cells may have, whether its font strikes text out."""
    data = archive.read("xl/styles.xml")
    if b"strike" not in data:
        return
    parts = by_name(tree(data))
    fonts = list(map(_is_struck, parts.get("fonts", ())))
    for look in parts.get("cellXfs", ()):
        number = int(look.attrib.get("fontId", 0))
        yield number < len(fonts) and fonts[number]


def _is_struck(font: Element) -> bool:
    for strike in named(font, "strike"):
        if strike.attrib.get("val", "1") not in ("0", "false"):
            return True
    return False


def _runs(text: Element | None, *, is_struck: bool) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text with their looks; one without its own has the cell's."""
    if text is None:
        return
    for piece in text:
        if plain(piece.tag) == "t":
            yield piece.text or "", is_struck
        elif plain(piece.tag) == "r":
            inside = by_name(piece)
            words, look = inside.get("t"), inside.get("rPr")
            has_line = is_struck if look is None else _is_struck(look)
            if words is None:
                yield "", has_line
            else:
                yield words.text or "", has_line


def _is_any_struck(pieces: Iterable[tuple[str, bool]]) -> bool:
    """Tell whether any piece of a text that can be seen is struck out."""
    return any(is_struck and text.strip() for text, is_struck in pieces)


def _what_is_left(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return what is not struck out of the pieces of a text."""
    return "".join(text for text, is_struck in pieces if not is_struck).strip()


def struck_in_ods(content: Element) -> Iterator[tuple[str, list[Kept]]]:
    """Yield, for each sheet of an .ods, the cells with text struck out, and what is left."""
    looks = dict(_looks(content))
    for title, table in ods_tables(content):
        yield title, list(_struck_cells(table, looks))


def _looks(content: Element) -> Iterator[tuple[str, bool]]:
    """Yield the looks that say whether they strike out; others have that of what is around."""
    for style in named(content.iter(), "style"):
        for look in named(style, "text-properties"):
            line = attribute(look, "text-line-through-style")
            line = line or attribute(look, "text-line-through-type")
            if line:
                yield attribute(style, "name"), line != "none"


def _struck_cells(table: Element, looks: dict[str, bool]) -> Iterator[Kept]:
    for places, cell in ods_cells(table):
        is_struck = looks.get(attribute(cell, "style-name"), False)
        pieces: list[tuple[str, bool]] = []
        for line in named(cell, "p"):
            pieces += _pieces(line, looks, is_struck)
        if _is_any_struck(pieces):
            for row, column in places:
                yield row, column, _what_is_left(pieces)


def _pieces(part: Element, looks: dict[str, bool], around: bool) -> Iterator[tuple[str, bool]]:
    is_struck = looks.get(attribute(part, "style-name"), around)
    yield part.text or "", is_struck
    for child in part:
        yield from _pieces(child, looks, is_struck)
        yield child.tail or "", is_struck
