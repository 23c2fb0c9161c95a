"""The cells of an .ods, of which calamine tells the values only: run in the limited process."""

from collections.abc import Iterator, Sequence
from itertools import product
from xml.etree.ElementTree import Element

from .facts import At, Odd
from .parts import attribute, attributes, named, text_in


MOST_REPEATED = 10_000  # cells; beyond these an .ods repeats a look, and nothing that was typed
CELLS = ("table-cell", "covered-table-cell")


def ods_tables(content: Element) -> Iterator[tuple[str, Element]]:
    """Yield the sheets of an .ods with their titles."""
    for table in named(content.iter(), "table"):
        yield attribute(table, "name"), table


def ods_cells(table: Element) -> Iterator[tuple[Sequence[At], Element]]:
    """Yield each cell of a sheet in which anything is, with the places in which it is repeated."""
    number = 1
    for row in named(table.iter(), "table-row"):
        down = int(attribute(row, "number-rows-repeated") or 1)
        column = 1
        for cell in named(row, *CELLS):
            across = int(attribute(cell, "number-columns-repeated") or 1)
            is_used = len(cell) or attribute(cell, "formula")
            if is_used and down * across <= MOST_REPEATED:
                rows, columns = range(number, number + down), range(column, column + across)
                yield list(product(rows, columns)), cell
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
        for note in named(cell, "annotation"):
            yield row, column, "\n".join(map(text_in, named(note, "p")))


def odd_cells_in_ods(table: Element) -> Iterator[tuple[Odd, At]]:
    """Yield the cells of a sheet that hold formulas or errors."""
    for places, cell in ods_cells(table):
        kind: Odd
        if attribute(cell, "formula"):
            kind = "formulas"
        elif "error" in attributes(cell, "value-type"):
            kind = "errors"
        else:
            continue
        for place in places:
            yield kind, place
