"""Contacts as two suppliers' systems and a dataset of no supplier export them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .annex_a import Rows
from .people import child


Contact = Mapping[str, Any]
LIQUIDLOGIC: Mapping[str, str] = {
    "contact": "Contact ID",
    "child": "Person ID",
    "family": "Family Group",
    "forename": "Forename",
    "surname": "Surname",
    "born": "D.O.B.",
    "gender": "Gender",
    "nhs": "NHS No",
    "postcode": "Post Code",
    "received": "Date of Contact",
    "source": "Contact Source",
    "outcome": "Contact Outcome",
    "status": "Contact Status",
    "closed": "Date Closed",
    "team": "Responsible Team",
    "restricted": "Restricted (Y/N)",
}
MOSAIC: Mapping[str, str] = {
    "contact": "Episode ID",
    "child": "Individual ID",
    "surname": "Last Name",
    "forename": "First Name",
    "born": "Date of Birth",
    "received": "Contact Start Date",
    "source": "Referrer Type",
    "outcome": "Decision",
    "status": "State",
    "closed": "Contact End Date",
    "team": "Contact Team",
}


def contact(number: int, **cells: object) -> Contact:
    """Return a contact about child ``number``; a cell may be put by its short name."""
    who = child(number)
    return {
        "contact": f"C{number:03d}",
        "child": who.id,
        "family": "",
        "forename": who.forename,
        "surname": who.surname,
        "born": who.born,
        "gender": who.gender,
        "nhs": who.nhs_number,
        "postcode": who.postcode,
        "received": date(2017, 3, number),
        "source": "Police",
        "outcome": "NFA",
        "status": "Closed",
        "closed": date(2017, 3, number),
        "team": "North",
        "restricted": "N",
        **cells,
    }


def table(rows: Iterable[Contact], headings: Mapping[str, str]) -> Rows:
    """Return contacts below such headings."""
    return [list(headings.values()), *([row.get(name) for name in headings] for row in rows)]


def liquidlogic(*rows: Contact, **renamed: str) -> Rows:
    """Return contacts as a Liquidlogic-like export; a heading may be given another name."""
    return table(rows, {**LIQUIDLOGIC, **renamed})


def mosaic(*rows: Contact) -> Rows:
    """Return contacts as a Mosaic-like report: a title above, its filters below."""
    dated = [
        {**row, **{name: f"{row[name]:%d-%b-%Y}" for name in ("born", "received", "closed")}}
        for row in rows
    ]
    head: Rows = [["Contacts by outcome"], ["Run on 09-Mar-2017 08:15"], []]
    return [*head, *table(dated, MOSAIC), [], ["Applied filters: Contact Team is North"]]
