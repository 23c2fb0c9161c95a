"""The cells of an .ods, of which calamine tells the values only: run in the limited process."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from .parts import attribute, plain


MOST_REPEATED = 10_000  # cells; beyond these an .ods repeats a look, and nothing that was typed
CELLS = ("table-cell", "covered-table-cell")
Place = tuple[int, int]  # row and column, counted from one


def ods_tables(content: Element) -> Iterator[tuple[str, Element]]:
    """Yield the sheets of an .ods with their titles."""
    for table in (element for element in content.iter() if plain(element.tag) == "table"):
        yield attribute(table, "name"), table


def ods_cells(table: Element) -> Iterator[tuple[Sequence[Place], Element]]:
    """Yield each cell of a sheet in which anything is, with the places in which it is repeated."""
    number = 1
    for row in (element for element in table.iter() if plain(element.tag) == "table-row"):
        down = int(attribute(row, "number-rows-repeated") or 1)
        column = 1
        for cell in (each for each in row if plain(each.tag) in CELLS):
            across = int(attribute(cell, "number-columns-repeated") or 1)
            is_used = len(cell) or attribute(cell, "formula")
            if is_used and down * across <= MOST_REPEATED:
                places = [(number + d, column + a) for d in range(down) for a in range(across)]
                yield places, cell
            column += across
        number += down


def merged_in_ods(table: Element) -> list[tuple[int, int, int, int]]:
    """Return the merged cells of a sheet: top, left, bottom and right."""
    areas = []
    for [(row, column), *_], cell in ods_cells(table):
        down = int(attribute(cell, "number-rows-spanned") or 1)
        across = int(attribute(cell, "number-columns-spanned") or 1)
        if down > 1 or across > 1:
            areas.append((row, column, row + down - 1, column + across - 1))
    return areas


def comments_in_ods(table: Element) -> Iterator[tuple[int, int, str]]:
    """Yield the comments of a sheet."""
    for [(row, column), *_], cell in ods_cells(table):
        for note in (each for each in cell if plain(each.tag) == "annotation"):
            lines = ("".join(each.itertext()) for each in note if plain(each.tag) == "p")
            yield row, column, "\n".join(lines)


def odd_cells_in_ods(table: Element) -> Iterator[tuple[str, Place]]:
    """Yield the cells of a sheet that hold formulas or errors."""
    for places, cell in ods_cells(table):
        is_error = any(
            plain(name) == "value-type" and value == "error" for name, value in cell.attrib.items()
        )
        if attribute(cell, "formula"):
            kind = "formulas"
        elif is_error:
            kind = "errors"
        else:
            continue
        for place in places:
            yield kind, place
