"""What calamine does not tell of a workbook: run in the limited process, see `cells`."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple

from .drawn import drawn_in, drawn_in_ods
from .ods import comments_in_ods, merged_in_ods, odd_cells_in_ods, ods_tables
from .parts import plain, related, sheet_parts, tree
from .struck import Fonts, struck_in_ods


Found = dict[str, Any]


def look_closer(data: bytes, found: Found) -> None:
    """Add the cells with formulas, errors, comments or struck-out text, and what is drawn."""
    sheets = {each["title"]: each for each in found["sheets"]}
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            _look_into_xlsx(archive, names, found, sheets)
        elif "content.xml" in names:
            _look_into_ods(tree(archive.read("content.xml")), found, sheets)


def _look_into_ods(content: Element, found: Found, sheets: Found) -> None:
    for title, table in ods_tables(content):
        for name, place in odd_cells_in_ods(table):
            found[name].append((title, *place))
        found["comments"] += [(title, *each) for each in comments_in_ods(table)]
        sheets.get(title, {})["merged"] = merged_in_ods(table)
    for title, struck in struck_in_ods(content):
        sheets.get(title, {})["struck"] = struck
    for title, drawn in drawn_in_ods(content):
        sheets.get(title, {})["drawn"] = drawn


def _look_into_xlsx(archive: ZipFile, names: set[str], found: Found, sheets: Found) -> None:
    fonts = Fonts(archive)
    for title, part in sheet_parts(archive):
        if part not in names:
            continue
        data = archive.read(part)
        cells = [element for element in tree(data).iter() if plain(element.tag) == "c"]
        for name, place in odd_cells(cells):
            found[name].append((title, *place))
        found["comments"] += [(title, *each) for each in _comments(archive, part)]
        if title in sheets:
            sheets[title]["struck"] = fonts.struck_in(data, cells)
            sheets[title]["drawn"] = list(drawn_in(archive, part))


def _comments(archive: ZipFile, part: str) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet; what was said in a thread Excel repeats in a plain one."""
    seen = set()
    for kind in ("/comments", "/threadedComment"):
        for comments in related(archive, part, kind):
            for row, column, text in notes_in(archive.read(comments)):
                if kind == "/comments" or (row, column) not in seen:
                    yield row, column, text
                seen.add((row, column))


def odd_cells(cells: Iterable[Element]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the cells of a sheet that hold formulas or errors.

    A cell that does not say where it is raises KeyError: openpyxl counts such cells.
    """
    for cell in cells:
        is_formula = any(plain(child.tag) == "f" for child in cell)
        if is_formula or cell.attrib.get("t") == "e":
            name = "formulas" if is_formula else "errors"
            yield name, coordinate_to_tuple(cell.attrib["r"])


def notes_in(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet."""
    for element in tree(part).iter():
        if plain(element.tag) in ("comment", "threadedComment"):
            texts = (t.text or "" for t in element.iter() if plain(t.tag) in ("t", "text"))
            yield *coordinate_to_tuple(element.attrib["ref"]), "".join(texts)
