"""When each unit of a kept register came and when it was settled, to the minute where known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import polars as pl

from .rows import UNIT
from .shapes import RegisterShape
from .times import time_name


CAME, SETTLED, ENDED = "came at", "settled at", "settled on"  # with spaces, as UNIT


@dataclass(frozen=True, slots=True)
class Moments:
    """One unit: the day it came, and on the wall clock when it came and when it was settled.

    A moment is None where no time of day was given; ``settled`` also while it ``is_open``.
    """

    day: date
    came: datetime | None
    settled: datetime | None
    is_open: bool


def moments_in(rows: bytes, shape: RegisterShape) -> tuple[Moments, ...]:
    """Return the moments of each unit in the kept rows of a register, in the order they came.

    Of several rows of a unit the first that gives a moment counts. None at all where the kind of
    register keeps no times, or this one says no time at which one came, or was settled.
    """
    there = pl.read_parquet_schema(BytesIO(rows))
    names = [*shape.timed, *map(time_name, shape.timed)]
    if not names or not set(names) <= set(there):
        return ()
    began, ended = shape.timed
    kept = pl.read_parquet(BytesIO(rows), columns=[UNIT, *names])
    if not kept[time_name(began)].count() or not kept[time_name(ended)].count():
        return ()
    units = (
        kept.with_columns(_moment(began).alias(CAME), _moment(ended).alias(SETTLED))
        .group_by(UNIT, maintain_order=True)
        .agg(pl.col(began, CAME, SETTLED).drop_nulls().first(), pl.col(ended).max().alias(ENDED))
    )
    return tuple(_moments(units.select(began, CAME, SETTLED, ENDED)))


def _moment(day: str) -> pl.Expr:
    return pl.col(day).dt.combine(pl.col(time_name(day)))


def _moments(units: pl.DataFrame) -> Iterator[Moments]:
    for day, came, settled, ended in units.iter_rows():
        yield Moments(day, came, settled, is_open=ended is None)
