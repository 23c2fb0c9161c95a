"""A time of day in a column of its own, beside its day: joined where a mapping says so."""

from collections.abc import Sequence

import polars as pl

from .cleaning import groups_in


# A spreadsheet writes a bare time as one of the first day that it knows.
FIRST_DAYS = r"(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T]"
CLOCK = (
    rf"^\s*(?:{FIRST_DAYS})?([01]?\d|2[0-3])[:.]([0-5]\d)(?::([0-5]\d))?(?:\.\d+)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(?:[Hh]rs?|[Hh]ours)?\s*$"
)
OF_FOUR_DIGITS = r"^\s*([01]\d|2[0-3])([0-5]\d)\s*(?:[Hh]rs?|[Hh]ours)?\s*$"  # 0915
OF_A_DAY = r"^\s*0?\.\d+(?:[Ee]-\d+)?\s*$|^\s*\d\.\d+[Ee]-\d+\s*$"  # as a spreadsheet counts: 0.5
MIDNIGHT = r"[ T]+0{1,2}:00(?::00(?:\.0+)?)?\s*$"
HAS_TIME = r"\d[ T]+\d{1,2}:\d{2}"
SECONDS = 86_400
LOOK_AT = 300  # cells
MOST = 0.6  # of them that must be times


def clock_name(day: str) -> str:
    """Return the name under which the column stands that gives the times of a column of days."""
    return f"{day} time"  # with a space: no column of a register is named so


def hold_times(texts: Sequence[str]) -> bool:
    """Tell whether what stands in a column is the time of day, as clocks show it."""
    sample = pl.Series(texts, dtype=pl.String)[:LOOK_AT]
    return bool(len(sample)) and int(sample.str.contains(CLOCK).sum()) >= MOST * len(sample)


def joined(days: pl.Series, clocks: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return days with the time beside each, and of which cells the time cannot be read.

    A day that has a time of its own keeps that; midnight is none.
    """
    times = _times(clocks)
    bare = days.str.replace(MIDNIGHT, "")
    with_time = bare + " " + times
    takes = (with_time.is_not_null() & ~bare.str.contains(HAS_TIME)).fill_null(value=False)
    is_said = (clocks.str.strip_chars() != "").fill_null(value=False)
    return with_time.zip_with(takes, days).alias(days.name), is_said & times.is_null()


def _times(clocks: pl.Series) -> pl.Series:
    """Return each time as a day with its time behind it has it, null where there is none."""
    hour, minute, second, half = groups_in(clocks, CLOCK, 1, 2, 3, 4)
    shown = hour + ":" + minute + ":" + second.fill_null("00")
    shown += (" " + half.str.replace_all(".", "", literal=True)).fill_null("")
    hours, minutes = groups_in(clocks, OF_FOUR_DIGITS, 1, 2)
    share = clocks.set(~clocks.str.contains(OF_A_DAY).fill_null(value=False), None)
    seconds = (share.cast(pl.Float64, strict=False) * SECONDS).round().cast(pl.Int64)
    for other in (hours + ":" + minutes + ":00", _clock(seconds)):
        shown = shown.zip_with(shown.is_not_null(), other)
    return shown


def _clock(seconds: pl.Series) -> pl.Series:
    """Return so many seconds after midnight as a clock shows them."""
    parts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    hour, minute, second = map(_two_digits, parts)
    return hour + ":" + minute + ":" + second


def _two_digits(numbers: pl.Series) -> pl.Series:
    return numbers.cast(pl.String).str.zfill(2)
