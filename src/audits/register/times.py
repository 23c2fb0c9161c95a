"""The time of day behind a day: kept where a source gives it, and never made of a bare date."""

from collections.abc import Iterable, Iterator
from datetime import time

import polars as pl

from audits.domain.amounts import many

from .report import Notice
from .shapes import RegisterShape


# Nothing may follow but a fraction of a second: "pm" or a zone would make it another time.
TIME = r"[ T](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*$"
WITHOUT_SECONDS = 5  # letters


def time_name(column: str) -> str:
    """Return the name under which the times of a column of days stand."""
    return f"{column} at"  # with a space: no column of a register is named so


def times_in(texts: pl.Series) -> pl.Series:
    """Return the times of day that stand behind days, null where there is none.

    Midnight is none: spreadsheets and databases write it behind every bare date.
    """
    written = texts.str.extract(TIME, 1)
    short = written.str.len_chars() <= WITHOUT_SECONDS
    whole = written.zip_with(~short.fill_null(value=False), written + ":00")
    times = whole.str.to_time("%H:%M:%S", strict=False)
    midnight = (times == time(0)).fill_null(value=False)
    return times.set(midnight, None).alias(time_name(texts.name))


def has_times(texts: pl.Series) -> bool:
    """Tell whether a time may stand behind any of these days; most registers keep days alone."""
    return bool(texts.str.contains(":", literal=True).any())


def timed_in(rows: pl.DataFrame, days: Iterable[str]) -> list[str]:
    """Return those of these columns of days whose times rows have, too."""
    there = set(rows.columns)
    return [day for day in days if time_name(day) in there]


def with_times(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Return a column of days as text, each with its time of day where it has one."""
    at = time_name(name)
    day = pl.col(name).cast(pl.String)
    if at not in rows.columns:
        return day.alias(name)
    moment = pl.concat_str(day, pl.col(at).dt.to_string("%H:%M:%S"), separator="T")
    return pl.coalesce(moment, day).alias(name)


def how_many_have_times(rows: pl.DataFrame, shape: RegisterShape) -> Iterator[Notice]:
    """Say, a column whose times are kept, how many of the rows with a day have one."""
    for column in shape.columns:
        if column.name in shape.timed and column.name in rows.columns:
            days, timed = rows[column.name].count(), 0
            if time_name(column.name) in rows.columns:
                timed = rows[time_name(column.name)].count()
            says = (
                f"{timed:,} of {many(days, 'row')} with {column.means} give a time of day with it."
            )
            yield Notice("times", says, column=column.name)
