"""Columns of a register's rows: which of them there are, and where they do not agree."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl


def columns_in(rows: pl.DataFrame, names: Iterable[str]) -> list[str]:
    """Return those of these columns that rows have, in the order given."""
    there = set(rows.columns)
    return [name for name in names if name in there]


def disagreeing(
    rows: pl.DataFrame, by: str | Sequence[str], names: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Yield each column in which rows of one key do not say the same, and of how many keys.

    ``by`` is the key. What a row does not say disagrees with nothing.
    """
    kinds = rows.group_by(by).agg(pl.col(names).drop_nulls().n_unique())
    for name in names:
        count = kinds.filter(pl.col(name) > 1).height
        if count:
            yield name, count
