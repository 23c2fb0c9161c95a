"""Somebody says that they are not the right person of a unit, and the business unit decides."""

from dataclasses import replace

from audits.domain.days import day_in_words
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.mail_address import address_fault, clean_address
from audits.domain.message import Purpose
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import NOT_SENT, TAKING_ANSWERS
from audits.domain.unit_request import RequestKind, RequestOutcome
from audits.queries.recipients import CONTACT, people_of
from audits.queries.return_status import return_status, units_of
from audits.reporting import render_letter
from audits.steps.agencies.as_listed import person_of
from audits.steps.agencies.people import add_person
from audits.steps.dispatch.letters import make_due
from audits.steps.dispatch.own_links import revoke_links_of
from audits.steps.dispatch.recipients import address_anew
from audits.steps.masks import masks
from audits.steps.packs.send_again import pack_again
from audits.storage import (
    Contact,
    Cycle,
    Dispatch,
    IssuedPack,
    Unit,
    UnitOfWork,
    UnitRequest,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace

from .give_links import make_link_letter_due


REQUESTS = "requests"  # how the key of a letter begins that is about no cycle
NAMELESS = "Give the person's name too."
WAITS = "The business unit has not decided yet who is written to instead of {}."


def say_other_person(
    unit: str,
    contact: int,
    *,
    workspace: Workspace,
    person: str = "",
    email: str = "",
    role: str = "",
) -> int:
    """Record that somebody of a unit is not the right person; return the request's number.

    ``person``, ``email`` and ``role`` are who is. With an address that is a proposal: nothing
    changes until the business unit has decided. Without one they are treated as a contact who has
    left, and the business unit is asked to find out whom to write to.

    Raises:
        NotFoundError: if the unit has no such contact, or has it no longer.
        StatusError: if somebody is proposed already instead of them.
        UserError: if the address cannot be one, is written to already, or has no name with it.
    """
    person, role, email = " ".join(person.split()), " ".join(role.split()), clean_address(email)
    _check_address(person, email)
    with workspace.open_uow() as uow:
        row = uow.find(Contact, contact)
        if row is None or row.unit != unit or row.left_on is not None:
            raise NotFoundError("Your unit has no such contact. Nobody writes to them.")
        _check_proposal(row, email, uow)
        request = UnitRequest(
            kind=RequestKind.OTHER_PERSON, unit=unit, contact=contact, person=person, email=email,
            role=role, asked_at=workspace.clock(), asked_by=uow.actor,
        )  # fmt: skip
        uow.add(request)
        number = request.id or 0
        if email:
            uow.note("other contact proposed", unit, contact=contact, request=number)
        else:
            _let_go(row, "they say that they are not the right person", uow, workspace)
        uow.commit()
    return number


def _check_address(person: str, email: str) -> None:
    if email and (fault := address_fault(email)):
        raise UserError(fault)
    if email and not person:
        raise UserError(NAMELESS)


def _check_proposal(row: Contact, email: str, view: View) -> None:
    waits = view.first(
        UnitRequest, UnitRequest.contact == row.id, is_empty(UnitRequest.outcome),
        UnitRequest.email != "",
    )  # fmt: skip
    if waits is not None:
        raise StatusError(WAITS.format(row.name))
    for other in view.all(Contact, Contact.unit == row.unit, is_empty(Contact.left_on)):
        if email and other.email.casefold() == email.casefold():
            raise UserError(
                f"{other.name} is written to at this address already. To stop letters to "
                f"{row.name}, leave the name and the address empty."
            )


@masks("why", about="")
def accept_other_person(number: int, *, why: str, workspace: Workspace) -> None:
    """Write to whom a unit names, instead of the contact who is not the right person.

    The new one is written to as the earlier one was: by the same route, and in the same office.
    The earlier one's links open nothing any more. The new one has a letter with a link of their
    own; where letters have none, what the unit still owes is sent again.

    Raises:
        NotFoundError: if there is no such request.
        StatusError: if it is decided already, or names nobody.
        UserError: if the person cannot be written to so, or without a reason.
    """
    check_why(why, "Say why. It is kept with the change.")
    with workspace.open_uow() as uow:
        request = _proposal(number, uow)
        before = uow.get(Contact, request.contact)
        added = replace(
            person_of(before), name=request.person, email=request.email, role=request.role
        )
        _let_go(before, why, uow, workspace)
        row = add_person(request.unit, added, why=why, uow=uow, workspace=workspace)
        unsent = uow.all(Dispatch, Dispatch.unit == row.unit, one_of(Dispatch.status, NOT_SENT))
        for dispatch in unsent:
            address_anew(dispatch, uow)
        _decide(request, RequestOutcome.GRANTED, why, uow, workspace)
        _write_to(row, why, uow, workspace)
        uow.commit()


def _let_go(row: Contact, why: str, uow: UnitOfWork, workspace: Workspace) -> None:
    """Write to somebody no more; their links open nothing any more."""
    if row.left_on is None:
        row.left_on = workspace.today()
        uow.add(row)
        uow.note("contact left", row.unit, why=why, contact=row.id)
    revoke_links_of(row.id or 0, uow=uow, workspace=workspace)


@masks("why", about="")
def decline_other_person(number: int, *, why: str, workspace: Workspace) -> None:
    """Go on writing to the contact of before, who is told why by letter as well as on the page.

    Raises:
        NotFoundError: if there is no such request.
        StatusError: if it is decided already, or names nobody.
        UserError: without a reason.
    """
    check_why(why, "Say why. The unit is told.")
    with workspace.open_uow() as uow:
        request = _proposal(number, uow)
        _decide(request, RequestOutcome.DECLINED, why, uow, workspace)
        _tell_contact(request, uow, workspace)
        uow.commit()


@masks("why", about="")
def settle_request(number: int, *, why: str, workspace: Workspace) -> None:
    """Record that somebody has seen to it that a contact was not the right person.

    Raises:
        NotFoundError: if there is no such request.
        StatusError: if it is decided already, is about time or proposes somebody, or no reason is
            given.
    """
    check_why(why, "Say what you did.")
    with workspace.open_uow() as uow:
        row = _of_person(number, uow)
        if row.email:
            raise StatusError(
                f"Somebody is named in request {number}. Accept them, or decline and say why.",
                remedy=Remedy(Verb.SEE_REQUESTS),
            )
        _decide(row, RequestOutcome.SETTLED, why, uow, workspace)
        uow.commit()


def _of_person(number: int, uow: UnitOfWork) -> UnitRequest:
    """Return a request about a person that nobody has decided."""
    row = uow.find(UnitRequest, number)
    if row is None:
        raise NotFoundError(f"There is no request {number}.", remedy=Remedy(Verb.SEE_REQUESTS))
    if row.kind is RequestKind.MORE_TIME or row.outcome is not None:
        raise StatusError(f"Request {number} does not wait for that.")
    uow.get(UnitRequest, number, held=True)  # two who decide at once decide once
    if row.outcome is not None:
        raise StatusError(f"Request {number} does not wait for that.")
    return row


def _proposal(number: int, uow: UnitOfWork) -> UnitRequest:
    row = _of_person(number, uow)
    if not row.email:
        raise StatusError(
            f"Nobody is named in request {number}. Add the right person to the unit.",
            remedy=Remedy(Verb.SEE_AGENCIES),
        )
    return row


def _decide(
    row: UnitRequest, outcome: RequestOutcome, why: str, uow: UnitOfWork, workspace: Workspace
) -> None:
    row.outcome, row.answer = outcome, why
    row.decided_at, row.decided_by = workspace.clock(), uow.actor
    uow.add(row)
    uow.note(f"request {outcome}", row.unit, why=why, request=row.id)


def _tell_contact(request: UnitRequest, uow: UnitOfWork, workspace: Workspace) -> None:
    """Make due what tells a contact that they stay; nothing if they have left since."""
    contact, home = uow.get(Contact, request.contact), uow.get(Unit, request.unit)
    if contact.left_on is not None:
        return
    owed = _owed_by(home.code, uow)
    cycle = owed[-1].ref if owed else None
    facts = {
        "partnership": workspace.partnership, "contact": workspace.business_unit.contact,
        "today": day_in_words(workspace.today()), "unit_name": home.name, "name": contact.name,
        "person": request.person, "says": request.answer,
    }  # fmt: skip
    make_due(
        Purpose.CONTACT_STAYS, home, render_letter(str(Purpose.CONTACT_STAYS), facts),
        about=cycle or REQUESTS, mark=str(request.id), cycle=cycle,
        office=f"{CONTACT}:{contact.id}", uow=uow, workspace=workspace,
    )  # fmt: skip


def _write_to(row: Contact, why: str, uow: UnitOfWork, workspace: Workspace) -> None:
    """Make due what tells a new contact of what their unit still owes.

    A deputy is written to about none of it while somebody else is.
    """
    home, owed = uow.get(Unit, row.unit), _owed_by(row.unit, uow)
    if not owed or row not in people_of(row.unit, "", uow):
        return
    if workspace.letters_have_links:
        make_link_letter_due(row, home, owed[-1], uow=uow, workspace=workspace)
        return
    for cycle in owed:
        pack_again(cycle, row.unit, why=why, uow=uow, workspace=workspace)


def _owed_by(unit: str, view: View) -> list[Cycle]:
    """Return the cycles that wait for a unit's return, the one that is due last at the end."""
    refs = view.values(IssuedPack.cycle, IssuedPack.unit == unit, IssuedPack.sha256 != "")
    cycles = view.all(
        Cycle, one_of(Cycle.ref, sorted(set(refs))), one_of(Cycle.status, TAKING_ANSWERS),
        order_by=Cycle.due_at,
    )  # fmt: skip
    owed = []
    for cycle in cycles:
        if unit in units_of(return_status(cycle.ref, view).waiting):
            owed.append(cycle)
    return owed
