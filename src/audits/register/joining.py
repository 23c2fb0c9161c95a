"""Lists that complete a register's rows: outcomes, families, factors, from other files."""

from collections.abc import Iterator, Sequence

import polars as pl

from audits.domain.amounts import are, many, were

from .matching import Table
from .report import Notice
from .shapes import Joined
from .times import time_name


HERE = "stands in the list"  # with spaces: no column of a register is named so


def complete(
    rows: pl.DataFrame, found: pl.DataFrame, joined: Joined, *, table: Table, of: str
) -> tuple[pl.DataFrame, list[Notice]]:
    """Return rows with what a list gives where they say nothing, and how many it was about.

    ``of`` is the file that the rows are from. Nobody is added: who stands only in the list is
    counted. Of entries of one key the first that says something counts.
    """
    keys = list(joined.on)
    given = [name for name in joined.gives if name in found.columns]
    timed = [name for name in given if time_name(name) in found.columns]
    entries = found.group_by(keys, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in given),
        *(pl.col(time_name(n)).filter(pl.col(n).is_not_null()).first() for n in timed),
        pl.lit(value=True).alias(HERE),
    )
    taking = [*given, *map(time_name, timed)]
    absent = [name for name in (*taking, joined.marks) if name and name not in rows.columns]
    missing = [pl.lit(None, found.schema.get(name, pl.String())).alias(name) for name in absent]
    wide = rows.with_columns(*missing).join(
        entries, on=keys, how="left", suffix=" given", maintain_order="left"
    )
    taken = [pl.coalesce(pl.col(name), pl.col(f"{name} given")).alias(name) for name in given]
    taken += [_time_given(name) for name in timed]
    notices = [
        *_counts(wide[HERE], entries, rows, joined=joined, table=table, of=of),
        *_disagree(found, keys, given, table=table),
        *_zeros(rows, entries, joined=joined, table=table),
    ]
    wide = wide.with_columns(*taken, *_mark(joined))
    return wide.drop(HERE, *(f"{name} given" for name in taking)), notices


def bridged(found: pl.DataFrame, joined: Joined, bridges: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return a list's entries with the columns they are joined on, from a list that has both."""
    if set(joined.on) <= set(found.columns):
        return found
    keys = [joined.through, *joined.on]
    bridge = next(each for each in bridges if set(keys) <= set(each.columns))
    ways = bridge.select(keys).drop_nulls().unique()
    return found.join(ways, on=joined.through, how="inner", maintain_order="left")


def zeros_lost(ids: pl.Series, others: pl.Series) -> int:
    """Return how many ids are among the others but for zeros that those begin with."""
    shorter = others.filter(others.str.starts_with("0")).str.strip_chars_start("0")
    return int(ids.unique().is_in(shorter.implode()).sum())


def _time_given(name: str) -> pl.Expr:
    """Return the times that belong to the days taken: a list's only where its day is."""
    at = time_name(name)
    own = pl.when(pl.col(name).is_not_null()).then(pl.col(at))
    return own.otherwise(pl.col(f"{at} given")).alias(at)


def _mark(joined: Joined) -> list[pl.Expr]:
    if not joined.marks:
        return []
    stands = pl.when(pl.col(HERE).is_not_null()).then(pl.lit("yes"))
    return [stands.otherwise(pl.col(joined.marks).fill_null("no")).alias(joined.marks)]


def _counts(
    here: pl.Series,
    entries: pl.DataFrame,
    rows: pl.DataFrame,
    *,
    joined: Joined,
    table: Table,
    of: str,
) -> Iterator[Notice]:
    file, by = table.sheet.file, " and ".join(name.replace("_", " ") for name in joined.on)
    matched, lost = len(here) - here.null_count(), here.null_count()
    list_ = f"the list of {joined.list} ({file})"
    says = f"{matched:,} of {many(len(here), 'row')} {were(matched)} completed by {list_}, by {by}."
    yield Notice("joined", says, table.sheet.title)
    if lost and not joined.marks:
        says = f"{of}: {lost:,} of {many(len(here), 'row')} {are(lost)} not in the list of "
        says += f"{joined.list}."
        yield Notice("not_joined", says)
    others = entries.join(rows, on=list(joined.on), how="anti").height
    if others:
        says = (
            f"{others:,} of {entries.height:,} in {list_} are in no row of the register. "
            "Nobody was added."
        )
        yield Notice("not_joined", says, table.sheet.title)


def _disagree(
    found: pl.DataFrame, keys: list[str], given: list[str], *, table: Table
) -> Iterator[Notice]:
    kinds = found.group_by(keys).agg(pl.col(given).drop_nulls().n_unique())
    for name in given:
        count = kinds.filter(pl.col(name) > 1).height
        if count:
            says = (
                f"In {table.sheet.file} {many(count, 'entry disagrees', 'entries disagree')} on "
                f"{name}; the first counts."
            )
            yield Notice("rows_disagree", says, table.sheet.title, column=name)


def _zeros(
    rows: pl.DataFrame, entries: pl.DataFrame, *, joined: Joined, table: Table
) -> Iterator[Notice]:
    for key in (name for name in joined.on if rows.schema[name] == pl.String):
        lost = zeros_lost(rows[key], entries[key]) + zeros_lost(entries[key], rows[key])
        if lost:
            says = (
                f"{many(lost, 'id differs', 'ids differ')} between {table.sheet.file} and the "
                f"register only by the zeros in front, and {were(lost)} not joined. Export both "
                "with the ids as text."
            )
            yield Notice("zeros_lost", says, table.sheet.title, column=key)
