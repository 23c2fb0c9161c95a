"""Days and moments as people and spreadsheets write them."""

import re
from datetime import date, datetime, timedelta

from .working_days import ENGLAND


DAY_NOUGHT = date(1899, 12, 30)  # of Excel's serial numbers, which count 1900 as a leap year
SERIALS = range(20_000, 73_051)  # 3 October 1954 to 31 December 2099; a number outside is no day
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}.*$")
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)  # four letters, as no calendar of a program
SHORT = re.compile(r"(?<=[a-z])\.", re.IGNORECASE)  # the point of "Sept."
ENGLISH = (
    "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y",
    "%d.%m.%y", "%d-%m-%y", "%d %b %y", "%d %B %y", "%d-%b-%y", "%A %d %B %Y", "%a %d %b %Y",
    "%Y/%m/%d", "%Y.%m.%d", "%b %d %Y", "%B %d %Y", "%a %b %d %Y", "%A %B %d %Y", "%d/%b/%Y",
    "%d-%B-%Y", "%b-%d-%Y",
)  # fmt: skip


def day_from(text: str) -> date | None:
    """Return the day that a text means, or None.

    Understood are ISO 8601, day before month as is written in England, a month by its name wherever
    it stands, and Excel's serial numbers; a time of day after it is left out.

    Example:
        >>> day_from("1 Sept 2016") == day_from("Sep  1, 2016 12:00AM")
        True
    """
    plain = ORDINAL.sub("", TIME_OF_DAY.sub("", text)).replace(",", "")
    plain = SHORT.sub("", SEPTEMBER.sub("Sep", plain))
    return _serial(text) or _iso(text) or _english(plain)


def period_of(day: date, exactly: str) -> str:
    """Return a day as exactly as ``day``, ``month`` or ``quarter`` tells it.

    >>> [period_of(date(2017, 3, 9), each) for each in ("day", "month", "quarter")]
    ['9 March 2017', 'March 2017', 'January to March 2017']
    """
    if exactly == "day":
        return day_in_words(day)
    if exactly == "month":
        return f"{day:%B %Y}"
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return f"{first:%B} to {first.replace(month=first.month + 2):%B %Y}"


def day_in_words(day: date) -> str:
    """Return a day as letters and papers write it.

    >>> day_in_words(date(2018, 5, 11))
    '11 May 2018'
    """
    return f"{day.day} {day:%B %Y}"


def weekday_in_words(day: date) -> str:
    """Return a day with its weekday, where people plan by it.

    >>> weekday_in_words(date(2018, 5, 11))
    'Friday 11 May 2018'
    """
    return f"{day:%A} {day_in_words(day)}"


def moment_in_words(moment: datetime) -> str:
    """Return an instant to the minute, on England's clock, whatever zone it is kept in.

    >>> from datetime import UTC
    >>> moment_in_words(datetime(2017, 6, 30, 23, 30, 5, tzinfo=UTC))
    '1 July 2017, 00:30'
    """
    local = moment.astimezone(ENGLAND)
    return f"{day_in_words(local)}, {local:%H:%M}"


def _serial(text: str) -> date | None:
    whole = text.partition(".")[0]
    days = int(whole) if whole.isdecimal() and len(whole) == 5 else 0
    return DAY_NOUGHT + timedelta(days=days) if days in SERIALS else None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _english(text: str) -> date | None:
    for pattern in ENGLISH:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None
