"""A defect, and the shortest ways to make a file that has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from audits.register import Source

from .annex_a import PLANS, Row, Rows, listed, whole_book
from .files import Change, csv_source, xlsx, xlsx_source
from .suppliers import Contact, contact, liquidlogic


CONTACTS, PLAN, NEED, CARE = (
    "mash_contacts",
    "child_protection_plans",
    "children_in_need",
    "children_in_care",
)
SERIAL = 42795  # 1 March 2017, as Excel counts


@dataclass(frozen=True, slots=True)
class Defect:
    """Files that have one defect, and the register as which they are loaded."""

    register: str
    sources: Callable[[], list[Source]]


def contacts(*rows: Contact, **headings: str) -> Defect:
    """Return contacts in a Liquidlogic-like CSV; the first row of them stands in row 2."""
    return Defect(CONTACTS, lambda: [csv_source(liquidlogic(*rows, **headings))])


def first_with(**cells: object) -> Defect:
    """Return three contacts, of which the first (in row 2) has these cells."""
    return contacts(contact(1, **cells), contact(2), contact(3))


def in_book(*rows: Contact) -> Defect:
    """Return contacts in a workbook without a title; the first row of them stands in row 2."""
    return Defect(CONTACTS, lambda: [xlsx_source({"Contacts": liquidlogic(*rows)}, "export.xlsx")])


def plans(*rows: Row, title: bool = True, change: Change | None = None) -> Defect:
    """Return plans as list 7 alone; the first row of them stands in row 3 below a title."""
    table = listed(7, rows or PLANS, title=title)
    return Defect(PLAN, lambda: [Source("annex a.xlsx", xlsx({"List_7": table}, change))])


def plan_sheets(sheets: Mapping[str, Rows]) -> Defect:
    """Return a workbook to be loaded as plans."""
    return Defect(PLAN, lambda: [xlsx_source(sheets)])


def annex_a_plans(called: str = "List_{}", *, title: bool = True, second: bool = False) -> Defect:
    """Return a whole Annex A with three plans."""
    sheets = whole_book({7: PLANS}, called=called, title=title, second=second)
    return plan_sheets(sheets)


def on(day: int, month: int = 3, year: int = 2017) -> date:
    """Return a day of March 2017, or of another month."""
    return date(year, month, day)
