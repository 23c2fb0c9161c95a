"""One column at a time: what somebody typed, as what it means."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import polars as pl

from audits.domain.days import day_from
from audits.domain.formulas import GUARDED


ABSENT = ("", "none", "null", "nan", "n/a", "#n/a", "-", "nil", "#ref!", "#value!")
STAND_INS = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1901, 1, 1)})
# What one look tells to be in need of cleaning: most columns of most exports are not.
UNTIDY = (
    "\u200b"
    rf"|{GUARDED}"
    r"|\s\s|[^\S ]|^\s|\s$|^(?i:none|null|nan|n/a|#n/a|-|nil|#ref!|#value!)?$"
)
# A day with a time behind it is cut to the day first, or each minute would be a text of its own.
TIMED = r"^(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})[ T]\d{1,2}:\d{2}.*$"
T = TypeVar("T")


def cleaned(texts: pl.Series) -> pl.Series:
    """Return texts with single spaces, none at their ends; null for what only looks like one."""
    if not texts.str.contains(UNTIDY).any():
        return texts
    plain = (
        texts.str.replace_all("\u200b", "", literal=True)
        .str.replace_all(r"\s+", " ")
        .str.strip_chars(" ")
        .str.replace(GUARDED, "$1")
    )
    return plain.set(plain.str.to_lowercase().is_in(ABSENT), None)


def as_ids(texts: pl.Series) -> pl.Series:
    """Return ids as their system knows them: ``410000.0`` is a spreadsheet's 410000."""
    plain = cleaned(texts)
    if not plain.str.contains(r"[[:lower:]]|\.0").any():
        return plain
    return plain.str.to_uppercase().str.replace(r"^(\d+)\.0+$", "$1")


def as_days(texts: pl.Series) -> pl.Series:
    """Return the days that texts mean, null for others; stand-ins for "not known" are no day."""
    return mapped(texts.str.replace(TIMED, "$1"), as_day, pl.Date())


def mapped(texts: pl.Series, meaning: Callable[[str], T | None], kind: pl.DataType) -> pl.Series:
    """Return what each text means, having asked once for each that occurs."""
    said = texts.drop_nulls().unique()
    meant = pl.Series([meaning(text) for text in said], dtype=kind)
    return texts.replace_strict(said, meant, default=None, return_dtype=kind)


def tidy(text: str) -> str:
    """Return one text as ``cleaned`` does; "" for what only looks like one."""
    plain = re.sub(GUARDED, r"\1", " ".join(text.replace("\u200b", "").split()))
    return "" if plain.casefold() in ABSENT else plain


def is_day(text: str) -> bool:
    """Tell whether a text means a day, a stand-in among them."""
    return day_from(tidy(text)) is not None


def as_day(text: str) -> date | None:
    """Return the day that one text means, or None; stand-ins for "not known" are no day."""
    day = day_from(tidy(text))
    return None if day in STAND_INS else day
