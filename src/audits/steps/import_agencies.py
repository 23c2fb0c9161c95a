"""Take in the board's list of agencies, units and contacts."""

import csv
import io

from audits.domain.errors import RegisterError
from audits.domain.ladder import Addressee
from audits.storage import Agency, Contact, Unit, UnitOfWork

from .parts import Parts


COLUMNS = ("agency", "agency_name", "unit", "unit_name", "contact", "email", "role", "deputy")
DEFAULT = "folder"
CHAIR = str(Addressee.CHAIR)


def import_agencies(data: bytes, *, parts: Parts) -> int:
    """Add or update agencies, units and contacts from a CSV file and return how many units it has.

    More columns may say more: ``protected``, which units want their packs under a password;
    ``route``, how a contact is reached; ``unit_route``, how those are who have none of their own;
    ``key_route``, the unit's second route, for its key lists; ``qeg``, the agency that a contact
    sits on QEG for, or ``chair``. A contact who is no longer in the file for a unit that is, has
    left: nobody writes to them.

    Raises:
        RegisterError: if a column is missing, a row has no agency, unit or e-mail, a route is not
            set up, a pack and its key list would go by one though there are two, or ``qeg`` names
            no agency.
    """
    rows = _rows(data)
    for number, row in enumerate(rows, start=2):
        _check_routes(row, number, known=tuple(parts.channels))
    with parts.open_uow() as uow:
        _check_qeg(rows, uow)
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
    _check_agree(rows)
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


def _check_agree(rows: list[dict[str, str]]) -> None:
    """Refuse a unit whose rows do not say the same of the whole unit."""
    said: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        routes = row.get("unit_route", ""), row.get("key_route", "")
        if said.setdefault(row["unit"], routes) != routes:
            raise RegisterError(
                f"Row {number} of the list of agencies gives {row['unit']} another unit_route or "
                "key_route than the row above. Write the same in each of its rows."
            )


def _check_routes(row: dict[str, str], number: int, *, known: tuple[str, ...]) -> None:
    routes = {name: row.get(name, "") for name in ("route", "unit_route", "key_route")}
    for name, route in routes.items():
        if route and route not in known:
            raise RegisterError(
                f"Row {number} of the list of agencies has '{route}' as its {name}, and "
                f"audits.toml has no such channel. It has: {', '.join(sorted(known))}."
            )
    pack_route = routes["route"] or routes["unit_route"] or DEFAULT
    if routes["key_route"] == pack_route:
        raise RegisterError(
            f"Row {number} of the list of agencies sends packs and key lists by '{pack_route}'. "
            "Name another key_route, or leave it empty if there is only one."
        )


def _check_qeg(rows: list[dict[str, str]], uow: UnitOfWork) -> None:
    """Refuse a seat on QEG for an agency that is not known."""
    known = {row["agency"] for row in rows} | {each.code for each in uow.all(Agency)}
    for number, row in enumerate(rows, start=2):
        seat = row.get("qeg", "")
        if seat and seat not in known | {CHAIR}:
            raise RegisterError(
                f"Row {number} of the list of agencies has '{seat}' as its qeg. Write the code of "
                f"the agency that the contact sits on QEG for, or '{CHAIR}', or leave it empty."
            )


def _take_in(row: dict[str, str], uow: UnitOfWork) -> None:
    agency = uow.find(Agency, row["agency"]) or Agency(code=row["agency"], name="")
    agency.name = row["agency_name"] or row["agency"]
    uow.add(agency)
    unit = uow.find(Unit, row["unit"]) or Unit(code=row["unit"], agency=row["agency"], name="")
    unit.agency, unit.name = row["agency"], row["unit_name"] or row["unit"]
    unit.channel = row.get("unit_route") or DEFAULT
    unit.key_channel = row.get("key_route", "")
    unit.protected = _is_yes(row.get("protected", ""))
    uow.add(unit)
    contact = uow.first(Contact, unit=row["unit"], email=row["email"])
    contact = contact or Contact(unit=row["unit"], name="", email=row["email"])
    contact.name, contact.role, contact.left_on = row["contact"], row["role"], None
    contact.channel = row.get("route", "")
    contact.is_deputy, contact.qeg = _is_yes(row["deputy"]), row.get("qeg", "")
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
