"""One column at a time: what somebody typed, as what it means."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import polars as pl

from audits.domain.days import day_from
from audits.domain.formulas import GUARDED


ERRORS = (
    "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#spill!", "#calc!",
)  # fmt: skip
ABSENT = ("", "none", "null", "nan", "n/a", "-", "nil", *ERRORS)
# For "not known", or for "never": the first and last days that programs and databases know.
STAND_INS = frozenset({
    date(1, 1, 1), date(1601, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31),
    date(1900, 1, 1), date(1901, 1, 1), date(1904, 1, 1), date(9999, 12, 31),
})  # fmt: skip
FIRST_YEAR = 1900  # whoever is in a register was born later, and nothing in it is older
# What one look tells to be in need of cleaning: most columns of most exports are not.
UNTIDY = (
    "\u200b"
    rf"|{GUARDED}"
    r"|\s\s|[^\S ]|^\s|\s$|^(?i:none|null|nan|n/a|-|nil|#[a-z0-9/]+[!?]?)?$"
)
# A day with a time behind it is cut to the day first, or each minute would be a text of its own.
TIMED = r"^(.*?\d)[ T]+\d{1,2}:\d{2}.*$"
NUMBERS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})(?=[/.-])")
ZONE = re.compile(r"(?<=^\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)$")  # of a bare day, as XML has it
TOO_NARROW = r"^#+$"  # what a spreadsheet shows, and saves as text, where a number has no room
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
    if not plain.str.contains(r"[[:lower:]]|\.0|^#").any():
        return plain
    whole = plain.str.to_uppercase().str.replace(r"^(\d+)\.0+$", "$1")
    return whole.set(whole.str.contains(TOO_NARROW).fill_null(value=False), None)


def without_times(texts: pl.Series) -> pl.Series:
    """Return the days of texts without the time that stands behind them."""
    return texts.str.replace(TIMED, "$1")


def mapped(texts: pl.Series, meaning: Callable[[str], T | None], kind: pl.DataType) -> pl.Series:
    """Return what each text means, having asked once for each that occurs."""
    spellings = texts.drop_nulls().unique()
    meant = pl.Series(list(map(meaning, spellings)), dtype=kind)
    return texts.replace_strict(spellings, meant, default=None, return_dtype=kind)


def groups_in(texts: pl.Series, pattern: str, *numbers: int) -> list[pl.Series]:
    """Return these groups of a pattern in each text, null where it does not match."""
    return [texts.str.extract(pattern, number) for number in numbers]


def single_spaced(text: str) -> str:
    """Return a text with single spaces, none at its ends."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Return one text as ``cleaned`` does; "" for what only looks like one."""
    plain = re.sub(GUARDED, r"\1", single_spaced(text.replace("\u200b", "")))
    if plain.casefold() in ABSENT:
        return ""
    return plain


def as_day(text: str) -> date | None:
    """Return the day that one text means, or None; stand-ins for "not known" are no day."""
    return without_stand_in(day_that_may_be(text))


def without_stand_in(day: date | None) -> date | None:
    """Return a day, None for one that only stands for "not known"."""
    if day in STAND_INS:
        return None
    return day


def day_that_may_be(text: str) -> date | None:
    """Return the day that a text means, also a stand-in; None for one before all registers."""
    day = day_from(ZONE.sub("", tidy(text)))
    if day is None or (day.year < FIRST_YEAR and day not in STAND_INS):
        return None
    return day


def in_other_order(text: str) -> str:
    """Return a day in numbers with the first two changed round; another text as it is.

    Example:
        >>> in_other_order("03/13/2017")
        '13/03/2017'
    """
    return NUMBERS.sub(r"\3\2\1", text)
