"""A register written out again in our own words, so that loading it changes nothing."""

from io import BytesIO

import polars as pl

from audits.domain.formulas import GUARD, SIGNS

from .columns import columns_in
from .reading import RegisterLoad
from .rows import UNIT
from .shapes import RegisterShape, names_of
from .times import with_times


def export_register(load: RegisterLoad) -> bytes:
    """Return a load as CSV: one row for each child of a unit, our column names, days as ISO 8601.

    A time of day stands behind a day that has one. Text that a spreadsheet would run stands behind
    an apostrophe, which reading takes away again. It holds everything that identifies, as the
    register did: keep it as you keep the register.
    """
    return _csv(load.rows, load.shape)


def export_kept(rows: bytes, shape: RegisterShape) -> bytes:
    """Return the kept rows of a register as the same CSV."""
    return _csv(pl.read_parquet(BytesIO(rows)), shape)


def _csv(rows: pl.DataFrame, shape: RegisterShape) -> bytes:
    ours = columns_in(rows, names_of(shape.columns))
    timed = [with_times(rows, name) for name in columns_in(rows, shape.timed)]
    named = rows.with_columns(pl.col(UNIT).alias(shape.id), *timed)
    written = named.select(*dict.fromkeys([shape.id, *ours]))
    return written.with_columns(pl.col(pl.String).map_batches(_guarded)).write_csv().encode()


def _guarded(texts: pl.Series) -> pl.Series:
    runs = texts.str.contains(f"^{SIGNS}")
    return texts.zip_with(~runs.fill_null(value=False), GUARD + texts)
