"""Registers whose cells mean something only with their column, their file or their workbook."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from audits.register import Source

from .files import as_csv, csv_source, xlsx, xlsx_source
from .people import child
from .suppliers import contact, liquidlogic


FIRST = date(2017, 2, 1)
Written = Callable[[date], object]


def days(number: int, since: date = FIRST) -> list[date]:
    """Return so many days, one after the other."""
    return [since + timedelta(days=n) for n in range(number)]


def dated(on: Iterable[object], **cells: object) -> list[list[object]]:
    """Return contacts that were received, and closed, on such days, in one month of cells."""
    rows = [
        {
            **contact(n % 8 + 1, **cells),
            "contact": f"C{n:03d}",
            "received": day,
            "closed": day,
            "born": "",
        }
        for n, day in enumerate(on, 1)
    ]
    return liquidlogic(*rows)


def written(on: Sequence[date], form: Written, name: str = "export.csv") -> Source:
    """Return a CSV of contacts whose days are written so."""
    return csv_source(dated(map(form, on)), name)


def month_first(day: date) -> str:
    """Return a day as it is written in America."""
    return f"{day:%m/%d/%Y}"


def of_sql_server(day: date) -> str:
    """Return a day as SQL Server makes a text of it when nobody says how."""
    return f"{day:%b} {day.day:>2} {day.year} 12:00AM"


def with_sept(day: date) -> str:
    """Return a day with the month as the English shorten it, September by four letters."""
    return f"{day.day} {'Sept' if day.month == 9 else day.strftime('%b')} {day.year}"


def midnight_in_utc(day: date) -> str:
    """Return midnight in England, of a summer's day, as a program on the internet writes it."""
    return f"{day - timedelta(days=1)}T23:00:00.000Z"


def since_1904(on: Sequence[date]) -> bytes:
    """Return a workbook of an old Mac: days as bare numbers, and closing days as days."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    head, *rows = dated(on)
    place = head.index("Date of Contact")
    page.append(head)
    for row, day in zip(rows, on, strict=True):
        page.append([*row[:place], (day - date(1904, 1, 1)).days, *row[place + 1 :]])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_backslashes(data: bytes) -> bytes:
    """Return a workbook whose parts are named with backslashes, as some programs on Windows do."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            after.writestr(member.filename.replace("/", "\\"), before.read(member))
    return file.getvalue()


def formulas() -> Source:
    """Return a workbook that a program wrote: every day is a formula, and nobody worked it out."""
    return xlsx_source({"Contacts": dated(["=DATE(2017,3,1)", "=J2+1", "=J3+1"])}, "export.xlsx")


def turned_by_excel() -> Source:
    """Return American days after an English Excel opened and saved them.

    What could be a day in England became one, day and month changed round; the rest stayed text.
    """
    on = [day for day in days(28, date(2017, 2, 1)) if day.day not in (1, 2)]
    cells = [
        datetime(day.year, day.day, day.month)  # noqa: DTZ001 -- a cell has no zone
        if day.day <= 12
        else month_first(day)
        for day in on
    ]
    return xlsx_source({"Contacts": dated(cells)}, "export.xlsx")


def accented(*strays: int) -> bytes:
    """Return contacts with accented surnames in UTF-8, those of these rows as Windows writes."""
    lines = as_csv(dated([f"{day:%d/%m/%Y}" for day in days(6)], surname="Sörrelby"))
    head, *rows = lines.splitlines(keepends=True)
    coded = [
        line.encode("cp1252" if row in strays else "utf-8") for row, line in enumerate(rows, 2)
    ]
    return b"".join([head.encode(), *coded])


def carriage_returns(text: str) -> bytes:
    """Return a text whose lines end as those of an old Mac."""
    return text.replace("\r\n", "\r").encode()


def looked_after() -> bytes:
    """Return the SSDA903 as XML: two children, three episodes, a review and an absence."""
    parts = []
    for number, episodes in ((1, ("2016-05-02", "2016-11-07")), (2, ("2017-01-09",))):
        who = child(number)
        rows = "".join(
            f"<EPISODE><DECOM>{on}</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N{n}</CIN><PL>U1</PL></EPISODE>"
            for n, on in enumerate(episodes, 1)
        )
        parts.append(
            f"<CHILD><HEADER><CHILDID>{who.id}</CHILDID><SEX>1</SEX><DOB>{who.born}</DOB></HEADER>"
            f"{rows}<AREVIEW><REVIEW>2017-02-01</REVIEW></AREVIEW>"
            "<MISSING><MIS_START>2017-02-03</MIS_START></MISSING></CHILD>"
        )
    return f"<?xml version='1.0'?><SSDA903>{''.join(parts)}</SSDA903>".encode()


def book_of(on: Sequence[date]) -> bytes:
    """Return a plain workbook of contacts."""
    return xlsx({"Contacts": dated(on)})
