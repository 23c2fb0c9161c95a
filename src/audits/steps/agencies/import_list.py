"""Take in the list of agencies, units and contacts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audits.domain.errors import RegisterError
from audits.domain.mail_address import clean_address
from audits.opening import SheetRow, find_tables
from audits.steps.dispatch.own_links import revoke_links_of
from audits.storage import Agency, Contact, Unit, UnitOfWork, View, is_empty
from audits.workspace import Workspace

from .check import DEFAULT_ROUTE, GROUP, OPTIONAL, Known, check_agencies, is_yes
from .leaving import Gone, mark_left


LIST = "The list of agencies"
NEEDED = ("agency", "agency_name", "unit", "unit_name", "contact", "email", "role", "deputy")
HEADINGS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys((*NEEDED, *OPTIONAL), ()),
    "email": ("e-mail", "email address", "e-mail address"),
    "qeg": (GROUP,),
}


@dataclass(frozen=True, slots=True)
class TakenList:
    """What came of a list: how many units it has, who has left, and what of it was not read."""

    units: int
    gone: tuple[Gone, ...] = ()
    unread: tuple[str, ...] = ()


def import_agencies(data: bytes, *, workspace: Workspace) -> int:
    """Take in a list of agencies as `take_agencies` does, and return how many units it has."""
    return take_agencies(data, workspace=workspace).units


def take_agencies(data: bytes, *, workspace: Workspace) -> TakenList:
    """Add or update agencies, units and contacts from a list, and say what came of it.

    The list is a CSV file, a workbook, or what Excel saves as Unicode text. More columns may say
    more: ``protected``, which units want their packs under a password; ``route``, how a contact is
    reached; ``unit_route``, how those are who have none of their own; ``key_route``, the unit's
    second route, for its key lists; ``quality_group`` or ``qeg``, the agency that a contact sits
    in the quality group for, or an office of the partnership, as ``chair``. It is the whole list: a
    contact or a unit that is no longer in it has left. Nobody writes to them, nothing is waited
    for, and what was under way for a unit stops. It is taken in whole or not at all.

    Raises:
        SheetError: if it cannot be read, or a column is missing.
        RegisterError: naming every fault of its rows: a code, address or route that cannot be, two
            rows that contradict each other, ``qeg`` for no agency, no named person any more.
    """
    tables = find_tables(data, HEADINGS, needed=NEEDED, what=LIST)
    others = [(table.heading_row, text) for table in tables.tables for text in table.others]
    written: dict[str, str] = {}
    for table in tables.tables:
        written |= table.headings
    rows = [_cleaned(row) for row in tables.rows]
    with workspace.open_uow() as uow:
        check_agencies(rows, what_is_known(uow, workspace), headings=others, written=written)
        _check_named_person(rows, uow, workspace)
        for row in rows:
            _take_in(row, uow, workspace)
        _mark_gone(rows, uow=uow, workspace=workspace)
        units = {row["unit"] for row in rows}
        gone = mark_left(units, uow=uow, workspace=workspace)
        uow.note("agencies imported", "agencies", rows=len(rows), units=len(units))
        uow.commit()
    return TakenList(len(units), gone, tables.unread)


def _check_named_person(rows: Sequence[SheetRow], view: View, workspace: Workspace) -> None:
    """Refuse a list without the unit that is written to when a child may be at risk."""
    code = workspace.business_unit.named_person
    known = view.find(Unit, code)
    is_here = known is not None and known.left_on is None
    if is_here and code not in {row["unit"] for row in rows}:
        raise RegisterError(
            f"The list of agencies was not taken in: '{code}' is not in it, and is written to "
            "when a child may be at risk. Add it, or name another unit as named_person in "
            "audits.toml first."
        )


def _cleaned(row: SheetRow) -> SheetRow:
    """Return a row with one line to a cell, and its address without what cannot be seen."""
    texts = {name: " ".join(text.split()) for name, text in row.texts.items() if name != "email"}
    return replace(row, texts={**texts, "email": clean_address(row["email"])})


def what_is_known(view: View, workspace: Workspace) -> Known:
    """Return what a list is checked against: the channels, and who is there already."""
    return Known(
        channels=tuple(workspace.channels),
        agencies=view.values(Agency.code),
        units=view.values(Unit.code),
        partnership=workspace.partnership,
    )


def _take_in(row: SheetRow, uow: UnitOfWork, workspace: Workspace) -> None:
    agency = uow.find(Agency, row["agency"]) or Agency(code=row["agency"], name="")
    agency.name = row["agency_name"] or row["agency"]
    uow.add(agency)
    unit = uow.find(Unit, row["unit"]) or Unit(code=row["unit"], agency=row["agency"], name="")
    unit.agency, unit.name = row["agency"], row["unit_name"] or row["unit"]
    unit.channel = row["unit_route"] or DEFAULT_ROUTE
    unit.key_channel = row["key_route"]
    unit.protected = is_yes(row["protected"])
    unit.left_on = None
    uow.add(unit)
    contact = _contact(row, uow) or Contact(unit=row["unit"], name="", email="")
    if contact.id is not None and contact.left_on is not None:
        revoke_links_of(contact.id, uow=uow, workspace=workspace)
    contact.email, contact.left_on = row["email"], None
    contact.name, contact.role = row["contact"], row["role"]
    contact.channel = row["route"]
    contact.is_deputy, contact.qeg = is_yes(row["deputy"]), row["qeg"]
    uow.add(contact)


def _contact(row: SheetRow, view: View) -> Contact | None:
    """Return who has a row's address in its unit: as it is spelt, or else but for its capitals."""
    contacts = view.all(Contact, Contact.unit == row["unit"], order_by=Contact.id)
    alike = None
    for contact in contacts:
        if contact.email == row["email"]:
            return contact
        if alike is None and contact.email.casefold() == row["email"].casefold():
            alike = contact
    return alike


def _mark_gone(rows: Sequence[SheetRow], *, uow: UnitOfWork, workspace: Workspace) -> None:
    listed = {(row["unit"], row["email"]) for row in rows}
    for contact in uow.all(Contact, is_empty(Contact.left_on)):
        if (contact.unit, contact.email) not in listed:
            contact.left_on = workspace.today()
            uow.add(contact)
