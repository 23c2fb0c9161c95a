"""Somebody says that they are not the right person of a unit, and the business unit sees to it."""

from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.mail_address import address_fault, clean_address
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.unit_request import RequestKind, RequestOutcome
from audits.steps.masks import masks
from audits.storage import Contact, UnitRequest
from audits.workspace import Workspace


def say_other_person(
    unit: str, contact: int, *, workspace: Workspace, person: str = "", email: str = ""
) -> int:
    """Write to somebody of a unit no more, who is not the right person; return the request.

    ``person`` and ``email`` are who is, if that is known. They are treated as a contact who has
    left, and the business unit is asked to find out whom to write to.

    Raises:
        NotFoundError: if the unit has no such contact, or has it no longer.
        UserError: if the address cannot be one.
    """
    person, email = " ".join(person.split()), clean_address(email)
    if email and (fault := address_fault(email)):
        raise UserError(fault)
    with workspace.open_uow() as uow:
        row = uow.find(Contact, contact)
        if row is None or row.unit != unit or row.left_on is not None:
            raise NotFoundError("Your unit has no such contact. Nobody writes to them.")
        row.left_on = workspace.today()
        request = UnitRequest(
            kind=RequestKind.OTHER_PERSON, unit=unit, contact=contact, person=person, email=email,
            asked_at=workspace.clock(), asked_by=uow.actor,
        )  # fmt: skip
        uow.add_all([row, request])
        number = request.id or 0
        why = "they say that they are not the right person"
        uow.note("contact left", unit, why=why, contact=contact)
        uow.commit()
    return number


@masks("why", about="")
def settle_request(number: int, *, why: str, workspace: Workspace) -> None:
    """Record that somebody has seen to what a unit asked for.

    Raises:
        NotFoundError: if there is no such request.
        StatusError: if it is decided already, is about time, or no reason is given.
    """
    check_why(why, "Say what you did.")
    with workspace.open_uow() as uow:
        row = uow.find(UnitRequest, number)
        if row is None:
            raise NotFoundError(f"There is no request {number}.", remedy=Remedy(Verb.SEE_REQUESTS))
        if row.kind is RequestKind.MORE_TIME or row.outcome is not None:
            raise StatusError(f"Request {number} does not wait for that.")
        row.outcome, row.answer = RequestOutcome.SETTLED, why
        row.decided_at, row.decided_by = workspace.clock(), uow.actor
        uow.add(row)
        uow.note("request settled", row.unit, why=why, request=number)
        uow.commit()
