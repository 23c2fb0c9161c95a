"""Take in the board's list of agencies, units and contacts."""

import csv
import io

from audits.domain.errors import RegisterError
from audits.storage import Agency, Contact, Unit, UnitOfWork

from .parts import Parts


COLUMNS = ("agency", "agency_name", "unit", "unit_name", "contact", "email", "role", "deputy")


def import_agencies(data: bytes, *, parts: Parts) -> int:
    """Add or update agencies, units and contacts from a CSV file and return how many units it has.

    A last column, ``protected``, may say which units want their packs under a password. A contact
    who is no longer in the file for a unit that is, has left: nobody writes to them.

    Raises:
        RegisterError: if a column is missing or a row has no agency, unit or e-mail.
    """
    rows = _rows(data)
    with parts.open_uow() as uow:
        for row in rows:
            _take_in(row, uow)
        _mark_gone(rows, uow=uow, parts=parts)
        units = {row["unit"] for row in rows}
        uow.note("agencies imported", "agencies", rows=len(rows), units=len(units))
        uow.commit()
    return len(units)


def _rows(data: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(_text(data)))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise RegisterError(
            f"The list of agencies has no column {', '.join(missing)}. "
            f"Its first row must be: {','.join(COLUMNS)}"
        )
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    for number, row in enumerate(rows, start=2):
        _check(row, number)
    if not rows:
        raise RegisterError("The list of agencies has no rows. Add one row for each contact.")
    return rows


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel saves as plain CSV


def _check(row: dict[str, str], number: int) -> None:
    for name in ("agency", "unit", "email"):
        if not row[name]:
            raise RegisterError(f"Row {number} of the list of agencies has no {name}. Fill it in.")


def _take_in(row: dict[str, str], uow: UnitOfWork) -> None:
    agency = uow.find(Agency, row["agency"]) or Agency(code=row["agency"], name="")
    agency.name = row["agency_name"] or row["agency"]
    uow.add(agency)
    unit = uow.find(Unit, row["unit"]) or Unit(code=row["unit"], agency=row["agency"], name="")
    unit.agency, unit.name = row["agency"], row["unit_name"] or row["unit"]
    unit.protected = _is_yes(row.get("protected", ""))
    uow.add(unit)
    contact = uow.first(Contact, unit=row["unit"], email=row["email"])
    contact = contact or Contact(unit=row["unit"], name="", email=row["email"])
    contact.name, contact.role, contact.left_on = row["contact"], row["role"], None
    contact.is_deputy = _is_yes(row["deputy"])
    uow.add(contact)


def _is_yes(text: str) -> bool:
    return text.casefold() in ("yes", "y", "true", "1")


def _mark_gone(rows: list[dict[str, str]], *, uow: UnitOfWork, parts: Parts) -> None:
    here = {(row["unit"], row["email"]) for row in rows}
    units = {unit for unit, _ in here}
    for contact in uow.all(Contact, left_on=None):
        if contact.unit in units and (contact.unit, contact.email) not in here:
            contact.left_on = parts.today()
            uow.add(contact)
