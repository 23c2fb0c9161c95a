"""What calamine does not tell of a workbook: run in the limited process, see `cells`."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple

from .drawn import drawn_in, drawn_in_ods
from .facts import At, FileFacts, Odd, SheetFacts
from .ods import comments_in_ods, merged_in_ods, odd_cells_in_ods, ods_tables
from .parts import holds, named, related, sheet_parts, tree
from .struck import Fonts, struck_in_ods


def look_closer(data: bytes, contents: FileFacts) -> None:
    """Add the cells with formulas, errors, comments or struck-out text, and what is drawn."""
    sheets = {sheet["title"]: sheet for sheet in contents["sheets"]}
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            _look_into_xlsx(archive, names, contents, sheets)
        elif "content.xml" in names:
            _look_into_ods(tree(archive.read("content.xml")), contents, sheets)


def _look_into_ods(content: Element, contents: FileFacts, sheets: dict[str, SheetFacts]) -> None:
    struck, drawn = dict(struck_in_ods(content)), dict(drawn_in_ods(content))
    for title, table in ods_tables(content):
        _add_cells(contents, title, odd_cells_in_ods(table), comments_in_ods(table))
        if title in sheets:
            sheets[title]["merged"] = merged_in_ods(table)
            sheets[title]["struck"] = struck[title]
            sheets[title]["drawn"] = drawn[title]


def _look_into_xlsx(
    archive: ZipFile, names: set[str], contents: FileFacts, sheets: dict[str, SheetFacts]
) -> None:
    fonts = Fonts(archive)
    for title, part in sheet_parts(archive):
        if part not in names:
            continue
        data = archive.read(part)
        cells = list(named(tree(data).iter(), "c"))
        _add_cells(contents, title, odd_cells(cells), _comments(archive, part))
        if title in sheets:
            sheets[title]["struck"] = fonts.struck_in(data, cells)
            sheets[title]["drawn"] = list(drawn_in(archive, part))


def _add_cells(
    contents: FileFacts,
    title: str,
    odd: Iterable[tuple[Odd, At]],
    comments: Iterable[tuple[int, int, str]],
) -> None:
    for name, place in odd:
        contents[name].append((title, *place))
    for comment in comments:
        contents["comments"].append((title, *comment))


def _comments(archive: ZipFile, part: str) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet; what was said in a thread Excel repeats in a plain one."""
    commented = set()
    for kind in ("/comments", "/threadedComment"):
        for comments in related(archive, part, kind):
            for row, column, text in notes_in(archive.read(comments)):
                if kind == "/comments" or (row, column) not in commented:
                    yield row, column, text
                commented.add((row, column))


def odd_cells(cells: Iterable[Element]) -> Iterator[tuple[Odd, At]]:
    """Yield the cells of a sheet that hold formulas or errors.

    A cell that does not say where it is raises KeyError: openpyxl counts such cells.
    """
    for cell in cells:
        if holds(cell, "f"):
            yield "formulas", coordinate_to_tuple(cell.attrib["r"])
        elif cell.attrib.get("t") == "e":
            yield "errors", coordinate_to_tuple(cell.attrib["r"])


def notes_in(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet."""
    for note in named(tree(part).iter(), "comment", "threadedComment"):
        texts = (piece.text or "" for piece in named(note.iter(), "t", "text"))
        yield *coordinate_to_tuple(note.attrib["ref"]), "".join(texts)
