"""The ways in which a person's ids, numbers, address and date of birth are written."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from audits.domain.days import DAY_NOUGHT, SERIALS
from audits.domain.folding import words

from .names import Form
from .ordinary import MONTHS


ID_COLUMNS = (
    "child_id", "family_id", "unit_id", "nhs_number", "upn", "former_upn", "postcode",
    "home_postcode",
)  # fmt: skip
# What a street is called, and how that is cut short.
STREETS = {
    "street": "st", "road": "rd", "avenue": "ave", "lane": "ln", "drive": "dr", "close": "cl",
    "crescent": "cres", "court": "ct", "gardens": "gdns", "place": "pl", "square": "sq",
    "terrace": "terr", "grove": "gr", "way": "wy", "walk": "wk", "mews": "mws", "rise": "ri",
    "hill": "hl", "park": "pk", "row": "rw", "view": "vw", "green": "grn",
}  # fmt: skip
FULL_STREETS = {short: full for full, short in STREETS.items()}


def codes(person: Mapping[str, str]) -> Iterator[str]:
    """Yield a person's ids and numbers as letters and digits alone, however they are kept."""
    for column in ID_COLUMNS:
        code = "".join(words(person.get(column, "")))
        yield from (code, code.lstrip("0"))
    for number in person.get("phone", "").replace(";", ",").split(","):
        yield from _phone("".join(word for word in words(number) if word.isdecimal()))
    day = _born(person)
    if day:
        yield from (f"{day:%Y%m%d}", f"{day:%d%m%Y}", f"{day:%d%m%y}")
        serial = (day - DAY_NOUGHT).days
        if serial in SERIALS:
            yield str(serial)


def birthday_forms(person: Mapping[str, str]) -> Iterator[Form]:
    """Yield a date of birth as its words, in every order and form that people write."""
    day = _born(person)
    if day is None:
        return
    name = f"{day:%B}".casefold()
    numbers = {str(day.month), f"{day:%m}"}
    days, years = (str(day.day), f"{day:%d}"), (str(day.year), f"{day:%y}")
    yield from product(days, numbers, years)
    for year, number in product(years, days):
        yield from _in_words(number, (name, *MONTHS[name]), year)
    yield from product(years[:1], (*numbers, name, *MONTHS[name]), days)
    of_week = day.isocalendar()
    year, week, weekday = str(of_week.year), f"{of_week.week:02}", str(of_week.weekday)
    yield from ((year, "w", week, weekday), (year, "w", week + weekday))


def address_forms(person: Mapping[str, str]) -> Iterator[Form]:
    """Yield the lines of an address that are a house or a street; a town alone is neither."""
    for line in person.get("address", "").replace(";", ",").replace("\n", ",").split(","):
        form = tuple(words(line))
        house = _house(form)
        for street in _streets(form):
            yield street
            if house and len(street) > len(house) + 1:
                yield street[len(house) :]
    for mail in person.get("email", "").replace(";", ",").split(","):
        local, _, domain = mail.partition("@")
        if domain:
            spoken = domain.replace(".", " dot ")
            yield (*words(local), *words(domain))
            yield (*words(local), "at", *words(spoken))


def _house(form: Form) -> Form:
    """Return the numbers with which a line begins; nothing of a line of numbers alone."""
    for place, word in enumerate(form):
        if not word.isdecimal():
            return form[:place]
    return ()


def _streets(form: Form) -> Iterator[Form]:
    """Yield a line with its street's kind in full and cut short; nothing for a line without one."""
    if len(form) < 2:
        return
    *before, last = form
    if last in STREETS:
        yield from (form, (*before, STREETS[last]))
    elif last in FULL_STREETS:
        yield from (form, (*before, FULL_STREETS[last]))
    elif any(word.isdecimal() for word in form):
        yield form


def _phone(digits: str) -> Iterator[str]:
    """Yield a telephone number with and without the country's code and the nought behind it."""
    plain = digits.removeprefix("00").removeprefix("44").removeprefix("0")
    if len(plain) >= 9:
        for before in ("0", "44", "440", "0044", "00440", ""):
            yield f"{before}{plain}"


def _in_words(day: str, months: Form, year: str) -> Iterator[Form]:
    """Yield a date with its month in words: ``7 march 2012``, ``7thmarch2012``."""
    for month, ending in product(months, ("", "st", "nd", "rd", "th")):
        number = (day, ending) if ending else (day,)
        yield from ((*number, month, year), (*number, "of", month, year))
        yield from ((day, f"{ending}{month}", year), (day, f"{ending}of{month}", year))
        yield from ((month, *number, year), (year, month, *number))


def _born(person: Mapping[str, str]) -> date | None:
    """Return the date of birth, which registers keep as ISO 8601."""
    try:
        return date.fromisoformat(person.get("born", "")[:10])
    except ValueError:
        return None
