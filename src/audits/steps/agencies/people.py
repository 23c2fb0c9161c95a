"""Add, change and take away people who are written to, by the rules of the whole list."""

from collections.abc import Iterable
from dataclasses import replace

from audits.domain.errors import NotFoundError, UserError
from audits.domain.mail_address import clean_address
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.steps.dispatch.own_links import revoke_links_of
from audits.steps.dispatch.recipients import address_anew
from audits.steps.masks import masks
from audits.storage import Contact, Dispatch, Unit, UnitOfWork, View
from audits.workspace import Workspace

from .as_listed import WHY, Person, check_rows, facts_of, person_of, row_of, what_differs


OF_PERSON = ("contact", "email", "deputy", "route", "key_route", "qeg")


@masks("why", about="")
def add_contact(unit: str, person: Person, *, why: str, workspace: Workspace) -> int:
    """Add somebody to a unit, or take them back who had left, and return their number.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if the person is there already, or something of it cannot be so, or without a
            reason.
    """
    check_why(why, WHY)
    with workspace.open_uow() as uow:
        number = add_person(unit, person, why=why, uow=uow, workspace=workspace).id or 0
        uow.commit()
    return number


def add_person(
    unit: str, person: Person, *, why: str, uow: UnitOfWork, workspace: Workspace
) -> Contact:
    """Add somebody to a unit as `add_contact` does, in the caller's transaction.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if the person is there already, or something of it cannot be so.
    """
    person = _clean(person)
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
    revoke_links_of(number, uow=uow, workspace=workspace)
    uow.note("contact added", unit, why=why, contact=number)
    return row


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
        home, before = uow.get(Unit, row.unit), person_of(row)
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
        uow.note(
            "contact changed", row.unit, why=why, contact=number, what=what_differs(before, person)
        )
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


def _fill(row: Contact, person: Person) -> None:
    row.name, row.email, row.role = person.name, person.email, person.role
    row.channel, row.is_deputy, row.qeg = person.route, person.is_deputy, person.qeg


def _check_person(home: Unit, person: Person, view: View, workspace: Workspace) -> None:
    if not person.name:
        raise UserError("Give the person's name.")
    check_rows([row_of(home.code, facts_of(home), person)], OF_PERSON, view, workspace)


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
