"""One value at a time: what somebody typed, as what it means."""

import re
from datetime import date
from functools import lru_cache

from audits.domain.days import day_from


POINT_NOUGHT = re.compile(r"^(\d+)\.0+$")
ABSENT = frozenset({"", "none", "null", "nan", "n/a", "#n/a", "-", "nil", "#ref!", "#value!"})
STAND_INS = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1901, 1, 1)})


def cleaned(text: str) -> str:
    """Return text with single spaces, none at its ends; "" for what only looks like a value."""
    plain = " ".join(text.replace("\u200b", "").split())
    return "" if plain.casefold() in ABSENT else plain


def as_id(text: str) -> str:
    """Return an id as its system knows it: ``410000.0`` is what a spreadsheet makes of 410000."""
    plain = cleaned(text).upper()
    return POINT_NOUGHT.sub(r"\1", plain)


@lru_cache(maxsize=20_000)
def as_day(text: str) -> date | None:
    """Return the day that a text means, or None; stand-ins for "not known" are no day."""
    day = day_from(cleaned(text))
    return None if day in STAND_INS else day
