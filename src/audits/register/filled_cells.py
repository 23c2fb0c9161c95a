"""How many cells of each column are filled in, and how many of them can be read."""

from collections.abc import Callable, Sequence

import polars as pl

from .cleaning import tidy
from .counts import Tally
from .day_columns import unread_name
from .matching import Table
from .shapes import Column


Known = Callable[[str, Column], bool]


def count_cells(
    rows: pl.DataFrame, table: Table, columns: Sequence[Column], is_known: Known, tally: Tally
) -> None:
    """Count the cells of a table's cleaned rows; ``is_known`` tells of a text whether it is a word.

    A day that cannot be read and a word that is not known are filled in all the same.
    """
    for column in table.those_of(columns):
        texts = rows[column.name].drop_nulls()
        read = filled = len(texts)
        if column.is_day:
            filled += int(rows[unread_name(column.name)].sum())
        elif column.values:
            read, filled = _words_in(texts, column, is_known)
        tally.count_cells(table.headings[column.name], read, filled)


def _words_in(texts: pl.Series, column: Column, is_known: Known) -> tuple[int, int]:
    """Return how many texts are words of a column, and how many there are."""
    read = filled = 0
    for text, count in texts.value_counts().rows():
        if tidy(text):
            filled += count
        if is_known(text, column):
            read += count
    return read, filled
