"""One value at a time: what somebody typed, as what it means."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache


NOT_WORDS = re.compile(r"[^a-z0-9]+")
POINT_NOUGHT = re.compile(r"^(\d+)\.0+$")
ABSENT = frozenset({"", "none", "null", "nan", "n/a", "#n/a", "-", "nil", "#ref!", "#value!"})
DAY_NOUGHT = date(1899, 12, 30)  # of Excel's serial numbers, which count 1900 as a leap year
SERIALS = (20_000, 80_000)  # 1954 to 2119; a number outside is no date
DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y")
STAND_INS = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1901, 1, 1)})


def cleaned(text: str) -> str:
    """Return text with single spaces, none at its ends; "" for what only looks like a value."""
    plain = " ".join(text.replace("\u200b", "").split())
    return "" if plain.casefold() in ABSENT else plain


def folded(text: str) -> str:
    """Return text as headings and values are compared: small letters and digits, single spaces."""
    return NOT_WORDS.sub(" ", text.casefold()).strip()


def as_id(text: str) -> str:
    """Return an id as its system knows it: ``410000.0`` is what a spreadsheet makes of 410000."""
    plain = cleaned(text).upper()
    return POINT_NOUGHT.sub(r"\1", plain)


@lru_cache(maxsize=20_000)
def as_day(text: str) -> date | None:
    """Return the day that a text means, day before month as is written in England; or None.

    ISO 8601, Excel's serial numbers and a time of day after the date are understood. Stand-ins for
    "not known" (1 January 1900) are no day.
    """
    plain = cleaned(text)
    day = _serial(plain) or _iso(plain) or _english(plain)
    return None if day in STAND_INS else day


def _serial(text: str) -> date | None:
    whole = text.partition(".")[0]
    if not (whole.isdecimal() and len(whole) == 5):
        return None
    days = int(whole)
    return DAY_NOUGHT + timedelta(days=days) if SERIALS[0] <= days <= SERIALS[1] else None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _english(text: str) -> date | None:
    day = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", text)
    for pattern in DATES:
        try:
            return datetime.strptime(day, pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None
