"""Lists that complete a register's rows: outcomes, families, factors, from other files."""

from collections.abc import Iterator

import polars as pl

from .matching import Table
from .report import Notice
from .shapes import Joined, RegisterShape


HERE = "stands in the list"  # with spaces: no column of a register is named so


def complete(
    rows: pl.DataFrame, found: pl.DataFrame, joined: Joined, *, table: Table, shape: RegisterShape
) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """Return rows with what a list gives where they say nothing, and how many it was about.

    Nobody is added: who stands only in the list is counted. Of entries of one key the first that
    says something counts; factors of all of them do.
    """
    keys = list(joined.on)
    given = [name for name in joined.gives if name in found.columns]
    entries = found.drop_nulls(keys).group_by(keys, maintain_order=True).agg(
        *(_one(name, shape) for name in given)
    )  # fmt: skip
    entries = entries.with_columns(pl.lit(value=True).alias(HERE))
    absent = [name for name in (*given, joined.marks) if name and name not in rows.columns]
    missing = [pl.lit(None, found.schema.get(name, pl.String())).alias(name) for name in absent]
    wide = rows.with_columns(*missing).join(
        entries, on=keys, how="left", suffix=" given", maintain_order="left"
    )
    taken = [pl.coalesce(pl.col(name), pl.col(f"{name} given")).alias(name) for name in given]
    notices = tuple(_notices(wide[HERE], entries, rows, joined=joined, table=table))
    wide = wide.with_columns(*taken, *_mark(joined))
    return wide.drop(HERE, *(f"{name} given" for name in given)), notices


def _one(name: str, shape: RegisterShape) -> pl.Expr:
    """Return how several entries of one key become one: codes add up, else the first counts."""
    said = pl.col(name).drop_nulls()
    has_flags = any(column.flags for column in shape.columns if column.name == name)
    return said.str.join(" ") if has_flags else said.first()


def _mark(joined: Joined) -> list[pl.Expr]:
    if not joined.marks:
        return []
    stands = pl.col(HERE).is_not_null()
    return [pl.when(stands).then(pl.lit("yes")).otherwise(pl.col(joined.marks)).alias(joined.marks)]


def _notices(
    here: pl.Series, entries: pl.DataFrame, rows: pl.DataFrame, *, joined: Joined, table: Table
) -> Iterator[Notice]:
    of, by = table.sheet.name, " and ".join(name.replace("_", " ") for name in joined.on)
    found, lost = len(here) - here.null_count(), here.null_count()
    yield Notice(
        "joined",
        f"The list of {joined.list} is about {found:,} of {len(here):,} rows, by {by}.",
        of,
    )
    if lost and not joined.marks:
        yield Notice(
            "not_joined", f"{lost:,} rows are not in the list of {joined.list}; nothing was added "
            "to them.", of,
        )  # fmt: skip
    others = entries.join(rows, on=list(joined.on), how="anti").height
    if others:
        yield Notice(
            "not_joined", f"{others:,} in the list of {joined.list} are in no row of the register; "
            "they were counted, and not added.", of,
        )  # fmt: skip
