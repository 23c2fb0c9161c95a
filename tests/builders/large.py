"""Registers as large as a whole region's, quickly made: contacts in twelve columns."""

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from xml.sax.saxutils import escape


WORKBOOK = "contacts.xlsx"
HEADINGS = (
    "Contact ID", "Person ID", "Family Group", "Date of contact", "Forename", "Surname", "D.O.B.",
    "NHS No.", "Contact Source", "Contact Outcome", "Contact Status", "Date Closed",
)  # fmt: skip
OUTCOMES = ("NFA", "Advice/Info", "Early help", "Single assessment", "S47/Strategy Discussion")
SOURCES = ("Police", "School", "Health", "Family", "Housing", "Nursery")
FIRST = date(2017, 3, 1)  # all of them lie in one week, so that all of them are in the window


def large_rows(count: int, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Yield rows of contacts; one contact in five is about two children, in two rows."""
    dice = random.Random(seed)
    days = [(FIRST + timedelta(n)).strftime("%d/%m/%Y") for n in range(8)]
    births = [(date(2001, 1, 1) + timedelta(n)).strftime("%d/%m/%Y") for n in range(5_800)]
    number = 0
    while number < count:
        family, contact = dice.randrange(count // 2), f"{4_000_000 + number}"
        said = dice.choice(SOURCES), dice.choice(OUTCOMES), "Closed", dice.choice(days[3:])
        for child in range(2 if dice.random() < 0.2 else 1):
            number += 1
            yield (
                contact, f"{2_000_000 + family * 3 + child}", f"F{family}", days[2],
                f"Name{number % 900}", f"Surname{family % 5000}", births[number % 5_800],
                f"{9_000_000_000 + number}", *said,
            )  # fmt: skip


def large_csv(count: int) -> bytes:
    """Return so many rows, or one more, as CSV."""
    file = io.StringIO(newline="")
    lines = csv.writer(file)
    lines.writerow(HEADINGS)
    lines.writerows(large_rows(count))
    return file.getvalue().encode()


def large_workbook(count: int) -> bytes:
    """Return the same as a workbook, its parts written as text: openpyxl would take minutes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, part in PARTS.items():
            book.writestr(name, part)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for number, row in enumerate((HEADINGS, *large_rows(count)), start=1):
                sheet.write(_row(number, row))
            sheet.write(b"</sheetData></worksheet>")
    return file.getvalue()


def _row(number: int, cells: tuple[str, ...]) -> bytes:
    made = "".join(
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for letter, text in zip("ABCDEFGHIJKL", cells, strict=True)
    )
    return f'<row r="{number}">{made}</row>'.encode()


OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LINKS = f"{OFFICE}/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
    '<sheet name="Contacts" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
