"""Change agencies, units and contacts one by one, by the rules of the whole list."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from audits.domain.errors import NotFoundError, UserError
from audits.domain.mail_address import clean_address
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.opening import SheetRow
from audits.steps.dispatch.recipients import address_anew
from audits.steps.masks import masks
from audits.storage import Agency, Contact, Dispatch, Unit, UnitOfWork, View, is_empty
from audits.workspace import Workspace

from .check import faults_in
from .import_list import what_is_known
from .leaving import Gone, leave


WHY = "Say why: it is kept with what you do."
OF_PERSON = ("contact", "email", "deputy", "route", "key_route", "qeg")
OF_UNIT = ("agency", "unit", "route", "unit_route", "key_route")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a unit, as the list of agencies has them; ``route`` is the unit's when empty."""

    name: str
    email: str = field(repr=False)
    role: str = ""
    route: str = ""
    is_deputy: bool = False
    qeg: str = ""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the list of agencies says of a unit; ``agency_name`` names an agency that is new."""

    name: str
    agency: str
    route: str
    key_route: str = ""
    protected: bool = False
    agency_name: str = ""


@masks("why", about="")
def add_contact(unit: str, person: Person, *, why: str, workspace: Workspace) -> int:
    """Add somebody to a unit, or take them back who had left, and return their number.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if the person is there already, or something of it cannot be so, or without a
            reason.
    """
    check_why(why, WHY)
    person = _clean(person)
    with workspace.open_uow() as uow:
        home = uow.get(Unit, unit)
        if home.left_on is not None:
            raise UserError(f"{home.name} has left. Take the unit back first.")
        row = _same_address(unit, person.email, uow)
        if row is not None and row.left_on is None:
            raise UserError(f"{row.name} of {home.name} has this address already.")
        row = row or Contact(unit=unit, name="", email="")
        _check_person(home, person, uow, workspace)
        _fill(row, person)
        row.left_on = row.bounced_at = None
        uow.add(row)
        number = row.id or 0
        uow.note("contact added", unit, why=why, contact=number)
        uow.commit()
    return number


@masks("why", about="")
def change_contact(
    number: int, person: Person, *, why: str, workspace: Workspace, send_again: bool = False
) -> int:
    """Change what is known of somebody; ``send_again`` what did not reach them, and count it.

    Raises:
        NotFoundError: if nobody has this number.
        UserError: if somebody else of the unit has the address, or something cannot be so, or
            without a reason.
    """
    check_why(why, WHY)
    person = _clean(person)
    with workspace.open_uow() as uow:
        row = _contact(number, uow)
        home, before = uow.get(Unit, row.unit), _person(row)
        other = _same_address(row.unit, person.email, uow)
        if other is not None and other.id != row.id:
            raise UserError(f"{other.name} of {home.name} has this address already.")
        _check_person(home, person, uow, workspace)
        _fill(row, person)
        missed = []
        if send_again or person.email != before.email:
            missed = _missed(row.unit, before.email, uow)
            row.bounced_at = None
        uow.add(row)
        uow.note("contact changed", row.unit, why=why, contact=number, what=_differ(before, person))
        if send_again:
            _make_due(missed, uow, why=why, workspace=workspace)
        uow.commit()
    return send_again * len(missed)


@masks("why", about="")
def remove_contact(number: int, *, why: str, workspace: Workspace) -> None:
    """Let somebody leave: nobody writes to them any more. Taken back, they are added again.

    Raises:
        NotFoundError: if nobody has this number.
        UserError: if they have left already, or without a reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = _contact(number, uow)
        if row.left_on is not None:
            raise UserError(f"{row.name} has left already.")
        row.left_on = workspace.today()
        uow.add(row)
        uow.note("contact left", row.unit, why=why, contact=number)
        uow.commit()


@masks("why", about="")
def add_unit(unit: str, facts: UnitFacts, *, why: str, workspace: Workspace) -> None:
    """Add a unit, and its agency if that is new; a unit that had left is here again.

    Raises:
        UserError: if it is there already, or something of it cannot be so, or without a reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.find(Unit, unit)
        if row is not None and row.left_on is None:
            raise UserError(f"There is a unit '{unit}' already: {row.name}.")
        row = row or Unit(code=unit, agency=facts.agency, name="")
        _take_facts(row, facts, uow, workspace)
        row.left_on = None
        uow.add(row)
        uow.note("unit added", unit, why=why, agency=facts.agency)
        uow.commit()


@masks("why", about="")
def change_unit(unit: str, facts: UnitFacts, *, why: str, workspace: Workspace) -> None:
    """Change what is known of a unit, and by which routes its people are written to.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if something of it cannot be so, or without a reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.get(Unit, unit)
        before = _facts(row)
        _take_facts(row, facts, uow, workspace)
        uow.add(row)
        uow.note(
            "unit changed", unit, why=why, what=_differ(before, replace(facts, agency_name=""))
        )
        uow.commit()


@masks("why", about="")
def remove_unit(unit: str, *, why: str, workspace: Workspace) -> Gone:
    """Let a unit leave, also in the middle of an audit, and return what was under way for it.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if it has left already or is written to when a child may be at risk, or without a
            reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        row = uow.get(Unit, unit)
        if row.left_on is not None:
            raise UserError(f"{row.name} has left already.")
        if unit == workspace.board.named_person:
            raise UserError(
                f"{row.name} is written to when a child may be at risk, so it cannot leave. Have "
                "your administrator name another unit as named_person first."
            )
        gone = leave(row, why=why, uow=uow, workspace=workspace)
        uow.commit()
    return gone


def _contact(number: int, view: View) -> Contact:
    row = view.find(Contact, number)
    if row is None:
        raise NotFoundError(f"There is no contact {number}.", remedy=Remedy(Verb.SEE_AGENCIES))
    return row


def _clean(person: Person) -> Person:
    """Return a person with one line to a field, and the address without what cannot be seen."""
    name, role = " ".join(person.name.split()), " ".join(person.role.split())
    return replace(person, name=name, role=role, email=clean_address(person.email))


def _same_address(unit: str, email: str, view: View) -> Contact | None:
    """Return who of a unit has an address, whether they have left or not."""
    for row in view.all(Contact, Contact.unit == unit, order_by=Contact.id):
        if row.email.casefold() == email.casefold():
            return row
    return None


def _person(row: Contact) -> Person:
    return Person(row.name, row.email, row.role, row.channel, row.is_deputy, row.qeg)


def _fill(row: Contact, person: Person) -> None:
    row.name, row.email, row.role = person.name, person.email, person.role
    row.channel, row.is_deputy, row.qeg = person.route, person.is_deputy, person.qeg


def _facts(row: Unit) -> UnitFacts:
    return UnitFacts(row.name, row.agency, row.channel, row.key_channel, row.protected)


def _differ(before: Person | UnitFacts, after: Person | UnitFacts) -> list[str]:
    """Return which facts are others: their names, for what they say is nobody's business."""
    was = asdict(before)
    return sorted(name for name, value in asdict(after).items() if was[name] != value)


def _take_facts(row: Unit, facts: UnitFacts, uow: UnitOfWork, workspace: Workspace) -> None:
    """Write facts into a unit's row, once nothing is wrong with them."""
    facts = replace(facts, name=" ".join(facts.name.split()), agency=facts.agency.strip())
    if not facts.name:
        raise UserError("Say what the unit is called.")
    people = uow.all(Contact, Contact.unit == row.code, is_empty(Contact.left_on))
    rows = [_row(row.code, facts, _person(contact)) for contact in people]
    rows = rows or [_row(row.code, facts, None)]
    _check(rows, OF_UNIT, uow, workspace)
    agency = uow.find(Agency, facts.agency)
    if agency is None:
        if not facts.agency_name.strip():
            raise UserError(f"There is no agency '{facts.agency}'. Say what it is called.")
        uow.add(Agency(code=facts.agency, name=facts.agency_name.strip()))
    row.agency, row.name = facts.agency, facts.name
    row.channel, row.key_channel = facts.route, facts.key_route
    row.protected = facts.protected


def _check_person(home: Unit, person: Person, view: View, workspace: Workspace) -> None:
    if not person.name:
        raise UserError("Give the person's name.")
    _check([_row(home.code, _facts(home), person)], OF_PERSON, view, workspace)


def _check(
    rows: Sequence[SheetRow], columns: Iterable[str], view: View, workspace: Workspace
) -> None:
    """Refuse what the list of agencies would refuse in these columns, in its words."""
    wanted = frozenset(columns)
    says = {}
    for fault in faults_in(rows, what_is_known(view, workspace)):
        if fault.column in wanted:
            says[fault.says] = fault
    if says:
        raise UserError(" ".join(says))


def _row(unit: str, facts: UnitFacts, person: Person | None) -> SheetRow:
    """Return a unit and one of its people as the list of agencies would have them."""
    texts = {
        "agency": facts.agency, "unit": unit, "unit_name": facts.name, "unit_route": facts.route,
        "key_route": facts.key_route,
    }  # fmt: skip
    if person is not None:
        texts |= {
            "contact": person.name, "email": person.email, "route": person.route,
            "qeg": person.qeg,
        }  # fmt: skip
    return SheetRow(1, texts)


def _missed(unit: str, email: str, uow: UnitOfWork) -> list[Dispatch]:
    """Return what could not be delivered to somebody of a unit."""
    refused = uow.all(
        Dispatch, Dispatch.unit == unit, Dispatch.status == DispatchStatus.REFUSED,
        order_by=Dispatch.key,
    )  # fmt: skip
    return [row for row in refused if email in row.recipients]


def _make_due(
    missed: Iterable[Dispatch], uow: UnitOfWork, *, why: str, workspace: Workspace
) -> None:
    for row in missed:
        address_anew(row, uow)
        row.due_at, row.reason = workspace.clock(), ""
        uow.move_dispatch(row, DispatchStatus.DUE, why=why)
