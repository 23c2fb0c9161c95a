"""Defects of what stands in cells: codes, words, errors, dates, births, ids, repeats."""

from collections.abc import Mapping
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from audits.register import Source

from .annex_a import Row, in_care, in_need, listed, plan
from .defects_made import (
    CARE,
    CONTACTS,
    NEED,
    SERIAL,
    Defect,
    contacts,
    first_with,
    in_book,
    on,
    plans,
)
from .files import csv_source, with_results, xlsx, xlsx_source
from .people import child
from .suppliers import contact, liquidlogic


def categories(*words: str) -> Defect:
    """Return plans, from the first child on, with such categories."""
    return plans(*(plan(n, date(2016, 9, n), word) for n, word in enumerate(words, 1)))


def sources(*words: str) -> Defect:
    """Return contacts, from the first child on, from such sources."""
    return contacts(*(contact(n, source=word) for n, word in enumerate(words, 1)))


def needs(*words: str) -> Defect:
    """Return children in need, from the first on, with such needs."""
    rows: list[Row] = [in_need(n, date(2016, 9, n), word) for n, word in enumerate(words, 1)]
    return Defect(NEED, lambda: [xlsx_source({"List_6": listed(6, rows)})])


def in_list_8(**cells: str) -> Defect:
    """Return one child in care with such cells."""
    rows = [in_care(1, date(2016, 2, 1), **cells)]
    return Defect(CARE, lambda: [xlsx_source({"List_8": listed(8, rows)})])


OFFERED = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
CODES: Mapping[str, Defect] = {
    "categories with and without their code": categories(
        "a) Neglect", "Physical abuse", "b)Physical abuse", "D) EMOTIONAL ABUSE", " neglect "
    ),
    "sexes with and without their code": contacts(
        contact(1, gender="a) Male"), contact(2, gender="Female"), contact(3, gender="F")
    ),
    "sources as words": sources("School", "Health", "POLICE"),
    "sources as Ofsted's codes": sources(
        "a) 1A: Individual - Family member/relative/carer", "e) 2A: Schools",
        "g) 3A: Health services - GP", "m) 4: Housing", "n) 5A: LA services - Social care",
        "q) 6: Police", "s) 8: Other", "t) 9: Anonymous",
    ),
    "sources as bare codes": sources("1A", "2A", "3C", "4", "5B", "6", "8", "9"),
    "a source with a colon of its own": sources("LA : OTHER THAN SCC", "Police", "Police"),
    "needs with a dash, a colon and a bare code": needs(
        "N1 - Abuse or neglect", "N1: Abuse or neglect", "N1 – Abuse or neglect", "N4"
    ),
    "yes in five ways": contacts(
        *(contact(n, restricted=w) for n, w in enumerate(("yes", "Y", "a) Yes", "TRUE", "1"), 1))
    ),
    "providers with a dash and a colon": in_list_8(
        **{"Placement Provider": "e) PR4 - Private provision"}
    ),
    "two ethnicities with one letter": contacts(
        contact(1, postcode="s) REFU"), contact(2, postcode="s) NOBT"), postcode="Ethnicity"
    ),
}  # fmt: skip
VOCABULARY: Mapping[str, Defect] = {
    "a workflow step where yes or no is asked": in_list_8(**{OFFERED: "CS Assessment Updated"}),
    "a workflow step where restricted is asked": first_with(restricted="CS Assessment Updated"),
    "an adult's code as primary need": needs("PSRMEM - Support with memory and cognition", "N2"),
    "a postcode that is none": first_with(postcode="nope"),
    "an outcome of another authority": first_with(outcome="Tfr out"),
}


def _formulas() -> list[Source]:
    """Return contacts whose dates are formulas with results, as Excel keeps them.

    Columns J and N are the day of the contact and the day it closed. The last row's formula has
    no result, as where a program other than Excel wrote it.
    """
    rows = [contact(1), contact(2, closed="=J3+5"), contact(3, received="=J3+1", closed="=J9")]
    data = xlsx({"Contacts": liquidlogic(*rows, contact(4, received="=J3+2"))})
    return [Source("export.xlsx", with_results(data, {
        "N3": str(SERIAL + 6), "J4": str(SERIAL + 2), "N4": '""',
    }))]  # fmt: skip


def _american(page: Worksheet) -> None:
    for row in page.iter_rows(min_row=3):
        row[6].number_format = "mm-dd-yy"


EXCEL: Mapping[str, Defect] = {
    "#N/A for a team, as an error": in_book(contact(1, team="#N/A"), contact(2), contact(3)),
    "#N/A for a team, as text": first_with(team="#N/A"),
    "other errors for a team": in_book(
        *(contact(n, team=error) for n, error in enumerate(
            ("#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#VALUE!"), 1))
    ),
    "an error for a date": in_book(contact(1, received="#VALUE!"), contact(2)),
    "formulas for dates": Defect(CONTACTS, _formulas),
    "spaces that do not break within a name": first_with(team="North\u00a0 Team\u00a0"),
    "an American mask on an English date": plans(plan(1, date(2016, 9, 3)), change=_american),
    "ages as decimals": plans({**plan(1, on(1)), "Age of Child (Years)": 6.138}, plan(2, on(2))),
    "blanks that are a space or an empty text": in_book(
        contact(1, outcome=" ", team="", family=" "), contact(2, contact=" "),
        contact(3, received=""), dict.fromkeys(contact(4), " "),
    ),
}  # fmt: skip
DATES: Mapping[str, Defect] = {
    "text, serials and dates in one column": in_book(
        contact(1, received="2017-03-01", closed="02/03/2017"),
        contact(2, received=SERIAL + 1, closed="3 Mar 2017"),
        contact(3, received=on(3), closed=float(SERIAL + 3) + 0.5),
        contact(4, received="04/03/2017 09:15", closed=str(SERIAL + 4)),
    ),
    "1 January 1900 for a birthday": first_with(born="01/01/1900"),
    "1 January 1900 for a date": first_with(received="01/01/1900"),
    "a birthday that cannot be read": first_with(born="about six"),
    "an end that cannot be read": plans(plan(1, date(2016, 9, 1), end="ask team")),
    "a closing day to come": first_with(closed="10/03/2017"),
    "a date to come": first_with(received="10/03/2017"),
}
IMPOSSIBLE: Mapping[str, Defect] = {
    "a plan three months before birth": plans({**plan(1, on(1)), "Date of Birth": on(1, 6)}),
    "a plan eleven months before birth": plans({**plan(1, on(1)), "Date of Birth": on(1, 2, 2018)}),
    "an adult of 21 on the list of children in need": Defect(NEED, lambda: [xlsx_source({
        "List_6": listed(6, [{**in_need(1, on(1)), "Date of Birth": date(1996, 2, 1)}])
    })]),
    "no birthday and minus one for an age": plans(
        {**plan(1, on(1)), "Date of Birth": None, "Age of Child (Years)": -1}
    ),
    "no ethnicity": plans({**plan(1, on(1)), "Ethnicity": None}),
    "a plan that ends before it begins": plans(plan(1, on(5), end=on(1))),
}  # fmt: skip


def _footed(*foot: list[object]) -> Defect:
    rows = liquidlogic(contact(1), contact(2))
    return Defect(CONTACTS, lambda: [csv_source([*rows, *foot])])


IDS: Mapping[str, Defect] = {
    "an id as number, text and decimal": in_book(
        contact(1, contact=4100), contact(2, contact="4100"), contact(3, contact="4100.0"),
        contact(4, contact=4100.0),
    ),
    "an id with spaces and small letters": contacts(
        contact(1, contact=" c001\u00a0"), contact(2, contact="C001")
    ),
    "an id that lost its zeros within a file": in_book(
        contact(1, contact="0004100"), contact(2, contact=4100), contact(3)
    ),
    "no id": first_with(contact=""),
    "None for an id": first_with(contact="None"),
    "NULL for an id": first_with(contact="NULL"),
    "#N/A for an id": first_with(contact="#N/A"),
    "filters below the table": _footed([], ["Applied filters:\nTeam is North\nYear is 2017"]),
    "filters below the table that hold a date": _footed(["Applied filters: after 01/03/2017"]),
    "filters below the table in four cells": _footed(
        ["Applied filters:", "Team is North", "Year is 2017", "Status is Closed"]
    ),
    "a total below the table": _footed(["Total", "2"]),
}  # fmt: skip


def _without_ids(*rows: list[object]) -> Defect:
    heads: list[object] = ["Child Unique ID", "Date of Contact", "Contact Source", "Outcome"]
    return Defect(CONTACTS, lambda: [csv_source([heads, *rows])])


DUPLICATES: Mapping[str, Defect] = {
    "a row twice": contacts(contact(1), contact(2), contact(1)),
    "a contact in list 1 twice, without an id": _without_ids(
        [child(1).id, "01/03/2017", "Police", "NFA"], [child(2).id, "01/03/2017", "Police", "NFA"],
        [child(1).id, "2017-03-01", "q) 6: Police", "NFA"],
    ),
    "one contact of three children": contacts(
        *(contact(n, contact="C9", received=on(1), closed=on(1)) for n in (1, 2, 3))
    ),
    "an id of two contacts": contacts(contact(1), contact(2, contact="C001")),
    "rows of one contact with two outcomes": contacts(
        contact(1, contact="C9", received=on(1), outcome="NFA"),
        contact(2, contact="C9", received=on(1), outcome="Early help"),
    ),
    "two contacts of a child on one day": contacts(
        contact(1), {**contact(1), "contact": "C900", "source": "School"}
    ),
    "a row for each disability": plans(
        {**plan(1, on(1)), "Does the Child have a Disability": "a) Yes"},
        {**plan(1, on(1)), "Does the Child have a Disability": "a) Yes, hearing"}, plan(2, on(2)),
    ),
    "two plans of a child": plans(plan(1, date(2015, 1, 4)), plan(1, on(1), "b) Physical abuse")),
    "two plans of a child on one day": plans(plan(1, on(1)), plan(1, on(1), "b) Physical abuse")),
}  # fmt: skip
SIBLINGS: Mapping[str, Defect] = {
    "a run of siblings without a family": plans(
        *({**plan(n, on(1)), "Date of latest review conference": on(6)} for n in (1, 2, 3))
    ),
    "a run of siblings with an adoptive family": Defect(CONTACTS, lambda: [xlsx_source({
        "Contacts": [
            [*row, "Family identifier" if n == 0 else "AF1"]
            for n, row in enumerate(liquidlogic(contact(7), contact(8)))
        ]
    })]),
}  # fmt: skip
