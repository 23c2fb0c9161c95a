"""Files that are no register, or not what they claim; ``REFUSED`` and ``HARMFUL`` name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from audits.register import Source

from .annex_a import PLANS, contact as list_1, listed, plan, whole_book
from .files import as_csv, as_xls, encrypted, with_part, xlsx, xlsx_source, zip_of
from .national import census, census_child
from .suppliers import contact, liquidlogic


CONTACTS, PLAN, NEED = "mash_contacts", "child_protection_plans", "assessments"
SHEET = "xl/worksheets/sheet1.xml"
TABLE = liquidlogic(contact(1), contact(2), contact(3))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that must be refused: what the refusal speaks of, and what it tells to do.

    Both are patterns; of ``does``, one alternative is enough.
    """

    source: Callable[[], Source]
    says: str
    does: str
    register: str = CONTACTS


def file(name: str, data: bytes) -> Callable[[], Source]:
    """Return the maker of a file that takes no making."""
    return lambda: Source(name, data)


def _book() -> bytes:
    return xlsx({"Contacts": TABLE})


def _page() -> bytes:
    """Return a page as reporting tools write it when asked for a spreadsheet."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    return (
        f"<html><head><meta charset=utf-8></head><body><table>{rows}</table></body></html>".encode()
    )


def _sheet_bomb() -> bytes:
    """Return a workbook whose sheet declares words that double nine times over."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lines}]>'.encode()
    cell = b'<c t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData>'
    return with_part(
        _book(), SHEET, lambda part: declared + part.replace(b"</row></sheetData>", cell)
    )


def _unpacks_large() -> bytes:
    """Return a workbook of little that unpacks to a fifth of a gigabyte."""
    heap = b"<!--" + b"x" * 200_000_000 + b"--></sheetData>"
    return with_part(_book(), SHEET, lambda part: part.replace(b"</sheetData>", heap))


def stray_cell(place: str) -> bytes:
    """Return a workbook with a blank text far from the table, as a slip of the hand leaves."""
    row = "".join(letter for letter in place if letter.isdigit())
    cell = f'<c r="{place}" t="inlineStr"><is><t> </t></is></c>'
    made = f'<row r="{row}">{cell}</row></sheetData>'.encode()
    return with_part(_book(), SHEET, lambda part: part.replace(b"</sheetData>", made))


def blank_rows(number: int) -> bytes:
    """Return a workbook whose rows were given a format down to the last, and hold nothing."""
    rows = "".join(f'<row r="{r}" ht="15" customHeight="1"/>' for r in range(5, number + 1))
    made = f"{rows}</sheetData>".encode()
    return with_part(_book(), SHEET, lambda part: part.replace(b"</sheetData>", made))


def flipped(seed: int) -> bytes:
    """Return a workbook with one bit turned over somewhere."""
    data, chance = bytearray(_book()), Random(seed)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(part: float) -> bytes:
    """Return the first part of a workbook."""
    data = _book()
    return data[: int(len(data) * part)]


def _lacking(heading: str) -> Source:
    head, *rows = TABLE
    place = head.index(heading)
    cut = [[cell for n, cell in enumerate(row) if n != place] for row in (head, *rows)]
    return Source("export.csv", as_csv(cut).encode())


def _unclosed() -> bytes:
    """Return a CSV in whose second row a quote opens that nothing closes."""
    lines = as_csv(TABLE).splitlines(keepends=True)
    lines[2] = lines[2].replace(",North,", ',"North,')
    return "".join([*lines, *[lines[3]] * 3000]).encode()


def _old_cut() -> bytes:
    return as_xls(_book())[:900]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
DO = r"(?i)\b(export|save|remove|load|add|open|say|needs)\b"
REFUSED: Mapping[str, Refusal] = {
    # not what it claims
    "a PDF named .xlsx": Refusal(file("plans.xlsx", b"%PDF-1.7\n%\xe2\xe3\x00\n1 0 obj"), "PDF", DO),
    "a PDF of text named .csv": Refusal(file("plans.csv", b"%PDF-1.4\n1 0 obj\nendobj\n"), "PDF", DO),
    "a page named .xls": Refusal(lambda: Source("contacts.xls", _page()), "(?i)web page|HTML", DO),
    "a picture named .xlsx": Refusal(file("scan.xlsx", b"\x89PNG\r\n\x1a\n\x00"), "neither|picture", DO),
    "a zip that holds no workbook": Refusal(
        lambda: Source("lists.xlsx", zip_of({"notes.txt": b"x"})), "zip|not a spreadsheet", DO
    ),
    "a zip of CSVs": Refusal(
        lambda: Source("lists.zip", zip_of({"List_1.csv": as_csv(TABLE).encode()})),
        "zip|not a spreadsheet", DO,
    ),
    "JSON named .csv": Refusal(file("contacts.csv", b'[{"Contact ID": "C001"}]'), "headings", DO),
    "a letter named .csv": Refusal(file("contacts.csv", b"Dear all,\nsee attached.\n"), "headings", DO),
    # not whole, or shut
    "nothing": Refusal(file("contacts.csv", b""), "empty", DO),
    "a mark and nothing": Refusal(file("contacts.csv", b"\xef\xbb\xbf"), "empty|headings", DO),
    "a workbook under a password": Refusal(
        lambda: Source("contacts.xlsx", encrypted(_book())), "password", DO
    ),
    "a workbook cut in half": Refusal(
        lambda: Source("contacts.xlsx", _book()[:3000]), "can(not)? be opened|not whole", DO
    ),
    "an .xls cut short": Refusal(
        lambda: Source("contacts.xls", _old_cut()), "can(not)? be opened|not whole", DO
    ),
    "a census cut in half": Refusal(
        lambda: Source("cin.xml", census(census_child(1, factors=["3A"]))[:400]), "not whole", DO,
        NEED,
    ),
    "a quote that nothing closes": Refusal(lambda: Source("contacts.csv", _unclosed()), "quot", DO),
    "UTF-16 cut within a letter": Refusal(
        lambda: Source("contacts.csv", as_csv(TABLE).encode("utf-16")[:-1]), "contacts.csv", DO
    ),
    # meant to harm
    "a census that doubles words": Refusal(
        file("cin.xml", f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><Message>&l8;</Message>'.encode()),
        "declares entities", ".", NEED,
    ),
    "a census that reads another file": Refusal(
        file("cin.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Message>&e;</Message>'),
        "declares entities", ".", NEED,
    ),
    # a register, but not this one
    "XML that is no census": Refusal(file("cin.xml", b"<Message><A/></Message>"), "census", ".", NEED),
    "headings without rows": Refusal(
        lambda: xlsx_source(whole_book({})), "no rows", DO, PLAN
    ),
    "plans loaded as contacts": Refusal(
        lambda: xlsx_source({"List_7": listed(7, PLANS)}), "no column|headings", DO
    ),
    "list 1 without outcomes": Refusal(
        lambda: xlsx_source(whole_book({1: [list_1(1, date(2017, 3, 1))]})), "what was decided", DO
    ),
    "no column for the date": Refusal(lambda: _lacking("Date of Contact"), "day it was received", DO),
    "no column for the outcome": Refusal(lambda: _lacking("Contact Outcome"), "what was decided", DO),
    "no row with a date": Refusal(
        lambda: xlsx_source({"List_7": listed(7, [plan(1, None), plan(2, "soon")])}),
        "no row with an id and a date", ".", PLAN,
    ),
}  # fmt: skip
# What no reader may unfold: refused, or read for what else it holds.
HARMFUL: Mapping[str, Callable[[], Source]] = {
    "a workbook that doubles words": lambda: Source("contacts.xlsx", _sheet_bomb()),
    "a workbook that unpacks to a fifth of a gigabyte": lambda: Source(
        "contacts.xlsx", _unpacks_large()
    ),
}
