"""Lists that complete a register's rows: outcomes, families, factors, from other files."""

from collections.abc import Iterator, Sequence

import polars as pl

from audits.domain.amounts import are, many, were

from .columns import columns_in, disagreeing
from .matching import Table
from .report import Notice
from .shapes import Joined, spaced
from .times import time_name, timed_in


STANDS = "stands in the list"  # with spaces: no column of a register is named so


def complete(
    rows: pl.DataFrame, entries: pl.DataFrame, joined: Joined, *, table: Table, of: str
) -> tuple[pl.DataFrame, list[Notice]]:
    """Return rows with what a list gives where they say nothing, and how many it was about.

    ``of`` is the file that the rows are from. Nobody is added: who stands only in the list is
    counted. Of entries of one key the first that says something counts.
    """
    keys = list(joined.on)
    given = columns_in(entries, joined.gives)
    timed = timed_in(entries, given)
    by_key = entries.group_by(keys, maintain_order=True).agg(
        pl.col(given).drop_nulls().first(),
        *map(_time_of_first, timed),
        pl.lit(value=True).alias(STANDS),
    )
    taking = [*given, *map(time_name, timed)]
    absent = [name for name in (*taking, joined.marks) if name and name not in rows.columns]
    kinds = entries.schema
    missing = [pl.lit(None, kinds.get(name, pl.String())).alias(name) for name in absent]
    wide = rows.with_columns(*missing).join(
        by_key, on=keys, how="left", suffix=" given", maintain_order="left"
    )
    notices = [
        *_counts(wide[STANDS], by_key, rows, joined=joined, table=table, of=of),
        *_disagree(entries, keys, given, table=table),
        *_zeros(rows, by_key, joined=joined, table=table),
    ]
    wide = wide.with_columns(*map(_taken, given), *map(_time_taken, timed), *_mark(joined))
    return wide.drop(STANDS, *map(_given, taking)), notices


def bridged(entries: pl.DataFrame, joined: Joined, bridges: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a list's entries with the columns they are joined on, from a list that has both."""
    if set(joined.on) <= set(entries.columns):
        return entries
    keys = [joined.through, *joined.on]
    bridge = next(rows for rows in bridges if set(keys) <= set(rows.columns))
    ways = bridge.select(keys).drop_nulls().unique()
    return entries.join(ways, on=joined.through, how="inner", maintain_order="left")


def zeros_lost(ids: pl.Series, others: pl.Series) -> int:
    """Return how many ids are among the others but for zeros that those begin with."""
    shorter = others.filter(others.str.starts_with("0")).str.strip_chars_start("0")
    return int(ids.unique().is_in(shorter.implode()).sum())


def _given(name: str) -> str:
    """Return the name under which what a list gives stands beside the rows' own."""
    return f"{name} given"


def _time_of_first(name: str) -> pl.Expr:
    """Return of several entries the time of the first that has a day."""
    return pl.col(time_name(name)).filter(pl.col(name).is_not_null()).first()


def _taken(name: str) -> pl.Expr:
    """Return what the rows say, or where they say nothing what the list does."""
    return pl.coalesce(pl.col(name), pl.col(_given(name))).alias(name)


def _time_taken(name: str) -> pl.Expr:
    """Return the times that belong to the days taken: a list's only where its day is."""
    at = time_name(name)
    own = pl.when(pl.col(name).is_not_null()).then(pl.col(at))
    return own.otherwise(pl.col(_given(at))).alias(at)


def _mark(joined: Joined) -> list[pl.Expr]:
    if not joined.marks:
        return []
    stands = pl.when(pl.col(STANDS).is_not_null()).then(pl.lit("yes"))
    return [stands.otherwise(pl.col(joined.marks).fill_null("no")).alias(joined.marks)]


def _counts(
    stands: pl.Series,
    entries: pl.DataFrame,
    rows: pl.DataFrame,
    *,
    joined: Joined,
    table: Table,
    of: str,
) -> Iterator[Notice]:
    by = " and ".join(map(spaced, joined.on))
    lost = stands.null_count()
    matched, in_all = len(stands) - lost, many(len(stands), "row")
    list_ = f"the list of {joined.list} ({table.sheet.file})"
    says = f"{matched:,} of {in_all} {were(matched)} completed by {list_}, by {by}."
    yield Notice("joined", says, table.sheet.title)
    if lost and not joined.marks:
        says = f"{of}: {lost:,} of {in_all} {are(lost)} not in the list of {joined.list}."
        yield Notice("not_joined", says)
    others = entries.join(rows, on=list(joined.on), how="anti").height
    if others:
        says = (
            f"{others:,} of {entries.height:,} in {list_} are in no row of the register. "
            "Nobody was added."
        )
        yield Notice("not_joined", says, table.sheet.title)


def _disagree(
    entries: pl.DataFrame, keys: list[str], given: list[str], *, table: Table
) -> Iterator[Notice]:
    for name, count in disagreeing(entries, keys, given):
        says = (
            f"In {table.sheet.file} {many(count, 'entry disagrees', 'entries disagree')} on "
            f"{name}; the first counts."
        )
        yield Notice("rows_disagree", says, table.sheet.title, column=name)


def _zeros(
    rows: pl.DataFrame, entries: pl.DataFrame, *, joined: Joined, table: Table
) -> Iterator[Notice]:
    for key in joined.on:
        if rows.schema[key] != pl.String:
            continue
        lost = zeros_lost(rows[key], entries[key]) + zeros_lost(entries[key], rows[key])
        if lost:
            says = (
                f"{many(lost, 'id differs', 'ids differ')} between {table.sheet.file} and the "
                f"register only by the zeros in front, and {were(lost)} not joined. Export both "
                "with the ids as text."
            )
            yield Notice("zeros_lost", says, table.sheet.title, column=key)
