"""The day by which a plan says that something will be done, by a stated rule."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .days import day_from, day_in_words
from .spelling import folded
from .working_days import WorkingCalendar


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?=uary|\b)|feb(?=ruary|\b)|mar(?=ch|\b)|apr(?=il|\b)|may\b|jun(?=e|\b)|"
    r"jul(?=y|\b)|aug(?=ust|\b)|sep(?=t|tember|\b)|oct(?=ober|\b)|nov(?=ember|\b)|"
    r"dec(?=ember|\b))[a-z]*"
)
YEAR = r"(?P<year>20\d\d|\d\d)"
YEARS = r"(?P<first>20\d\d|\d\d) (?P<second>20\d\d|\d\d)"  # of a year that ends in the next
BY = re.compile(r"^(?:by|before|on|due|no later than|not later than)\s+(?:the\s+)?", re.IGNORECASE)
END = r"(?:end(?: of)?(?: the)? )?"
MONTH_END = re.compile(rf"{END}{MONTH} {YEAR}|{END}(?P<iso>20\d\d) (?P<number>0[1-9]|1[0-2])")
MID_MONTH = re.compile(rf"mid(?:dle of)? {MONTH} {YEAR}")
Q = r"(?:q|quarter )(?P<quarter>[1-4])"
QUARTERS = (re.compile(rf"{END}{Q} {YEARS}"), re.compile(rf"{END}{YEARS} {Q}"))
QUARTER_ENDS = ((6, 30), (9, 30), (12, 31), (3, 31))  # of a financial year, from April
FINANCIAL_YEAR = re.compile(rf"{END}(?:financial year |fy )?{YEARS}")
CALENDAR_YEAR = re.compile(r"end(?: of)?(?: the)?(?: year)? (?P<year>20\d\d)")
TERM = re.compile(rf"{END}(?P<term>autumn|spring|summer) term (?:{YEARS}|{YEAR})")
TERM_ENDS = {"autumn": (12, 31), "spring": (3, 31), "summer": (7, 31)}
COUNTED = re.compile(
    r"(?:within |in )?(?P<number>\d{1,3}) (?P<unit>working day|day|week|month)s?"
    r"(?: (?:of|from|after) .*)?"
)
WORKING_DAYS = re.compile(r"\b(?P<number>\d{1,3}) working days?\b")
MISTYPED = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^\d{1,2} [a-z]+ \d{2,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day, None if a text names none; ``rule`` says how it follows, "" if it is written there.

    ``is_mistyped``: it looks like a day, and there is no such day.
    """

    day: date | None = None
    rule: str = ""
    is_mistyped: bool = False


def due_day(text: str, *, start: date, calendar: WorkingCalendar) -> DueDay:
    """Return the day that a text means: as it is written, or by one of these rules.

    A month, a quarter of a financial year, a financial year and a named school term of a year mean
    their last day, mid-month the 15th. A number of days, weeks or months counts from ``start``.
    What names no year, what goes on, and "as soon as possible" are no day.
    """
    named = named_day(text)
    if named.day:
        return named
    counted = _counted(_words(text), start, calendar)
    if counted is None:
        return named
    return _by_rule(text, counted)


def named_day(text: str) -> DueDay:
    """Return the day that a text names: as it is written, or the last of a period it names.

    By the rules of `due_day`, but for those that count from another day.
    """
    plain = BY.sub("", text.strip())
    day = day_from(plain)
    if day is not None:
        return DueDay(day)
    ruled = _last_day(_words(text))
    if ruled is None:
        return DueDay(is_mistyped=bool(MISTYPED.match(plain)))
    return _by_rule(text, ruled)


def _words(text: str) -> str:
    return folded(BY.sub("", text.strip()))


def _by_rule(text: str, day: date) -> DueDay:
    return DueDay(day, f"'{text}' was read as {day_in_words(day)}")


def _last_day(words: str) -> date | None:
    if match := MONTH_END.fullmatch(words):
        if match["iso"]:
            return _month_end(int(match["iso"]), int(match["number"]))
        return _month_end(_year(match["year"]), _month(match["month"]))
    if match := MID_MONTH.fullmatch(words):
        return date(_year(match["year"]), _month(match["month"]), 15)
    if match := CALENDAR_YEAR.fullmatch(words):
        return date(int(match["year"]), 12, 31)
    return _end_of_part(words)


def _end_of_part(words: str) -> date | None:
    """Return the last day of a quarter, a financial year or a school term."""
    quarters = (pattern.fullmatch(words) for pattern in QUARTERS)
    if (match := next(filter(None, quarters), None)) and _follows(match):
        month, day = QUARTER_ENDS[int(match["quarter"]) - 1]
        return date(_year(match["first"]) + (month < 4), month, day)
    if (match := FINANCIAL_YEAR.fullmatch(words)) and _follows(match):
        return date(_year(match["second"]), 3, 31)
    match = TERM.fullmatch(words)
    return _end_of_term(match) if match else None


def _end_of_term(match: re.Match[str]) -> date | None:
    month, day = TERM_ENDS[match["term"]]
    if match["year"]:
        return date(_year(match["year"]), month, day)
    if not _follows(match):
        return None
    which = "first" if match["term"] == "autumn" else "second"
    return date(_year(match[which]), month, day)


def _counted(words: str, start: date, calendar: WorkingCalendar) -> date | None:
    match = COUNTED.fullmatch(words)
    working = WORKING_DAYS.search(words)
    if working:
        return calendar.add_working_days(start, int(working["number"]))
    if match is None:
        return None
    number = int(match["number"])
    if match["unit"] != "month":
        return start + timedelta(days=number * (7 if match["unit"] == "week" else 1))
    years, month = divmod(start.month - 1 + number, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _follows(match: re.Match[str]) -> bool:
    """Tell whether the second of two years is the one after the first."""
    return _year(match["second"]) == _year(match["first"]) + 1


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(letters: str) -> int:
    return MONTHS.index(letters) + 1


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
