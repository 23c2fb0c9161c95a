"""Moments with a zone, or with am and pm, as a clock on a wall in England shows them."""

import polars as pl

from .cleaning import groups_in


# A zone is that of the writer's clock: "Z" and "+00:00" are an hour behind England in summer.
ZONED = (
    r"^\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?\s*"
    r"(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)\s*$"
)
ZONE = r"^([+-])(\d{2}):?(\d{2})?$"
# "12:00AM" is midnight, as a database from America writes it behind every bare day.
HALVED = r"^(.*?\d)[ T]+(\d{1,2})[:.](\d{2})(:\d{2})?(?:[.:]\d+)?\s*([AaPp])\.?[Mm]\.?\s*$"
ENGLAND = "Europe/London"
MOMENT, SHOWN = "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"


def has_zones(texts: pl.Series) -> bool:
    """Tell whether any text is a moment with its zone."""
    return bool(texts.str.contains(ZONED).any())


def has_halves(texts: pl.Series) -> bool:
    """Tell whether any text says am or pm."""
    return bool(texts.str.contains(HALVED).any())


def in_england(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return texts with their zone worked in, and of which the day in England is another."""
    day, minute, second, zone = groups_in(texts, ZONED, 1, 2, 3, 4)
    moment = (day + "T" + minute + second.fill_null(":00")).str.to_datetime(MOMENT, strict=False)
    utc = moment - (_minutes_ahead(zone) * 60_000_000).cast(pl.Duration("us"))
    local = utc.dt.replace_time_zone("UTC").dt.convert_time_zone(ENGLAND)
    shown = local.dt.to_string(SHOWN)
    is_other = (shown.str.slice(0, 10) != day).fill_null(value=False)
    return shown.zip_with(shown.is_not_null(), texts).alias(texts.name), is_other


def of_24_hours(texts: pl.Series) -> pl.Series:
    """Return texts with a time of 24 hours where they have am or pm."""
    head, hour_of_half, minute, second, half = groups_in(texts, HALVED, 1, 2, 3, 4, 5)
    hours = hour_of_half.cast(pl.Int32)
    hour = hours % 12 + (half.str.to_lowercase() == "p").cast(pl.Int32) * 12
    time = hour.cast(pl.String).str.zfill(2) + ":" + minute + second.fill_null(":00")
    shown = head + " " + time
    is_right = (hours.is_between(1, 12) & shown.is_not_null()).fill_null(value=False)
    return shown.zip_with(is_right, texts).alias(texts.name)


def _minutes_ahead(zone: pl.Series) -> pl.Series:
    """Return how many minutes a zone is ahead of UTC; "Z" is none."""
    sign, hours, minutes = groups_in(zone, ZONE, 1, 2, 3)
    ahead = hours.cast(pl.Int64) * 60 + minutes.fill_null("0").cast(pl.Int64)
    signed = (-ahead).zip_with((sign == "-").fill_null(value=False), ahead)
    return signed.fill_null(0)
