"""Whether a file that came by mail came from somebody the partnership writes to."""

from audits.domain.answer import ProblemCode
from audits.domain.status import TAKING_ANSWERS, ReturnOutcome
from audits.storage import (
    Contact,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    Unit,
    UnitOfWork,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace


STRANGER = (
    "This file came from an address that is none of your contacts'. It is kept and was not read, "
    "and nobody was answered. Ask the unit whether it is theirs; if it is, save it and collect "
    "that file by hand, or add the contact and have it sent again."
)


def contact_of(address: str, view: View) -> Contact | None:
    """Return who of the people written to now has an address."""
    wanted = address.casefold()
    for contact in view.all(Contact, is_empty(Contact.left_on), order_by=Contact.id):
        if contact.email.casefold() == wanted:
            return contact
    return None


def packs_out_to(address: str, view: View) -> list[IssuedPack]:
    """Return the packs that are out to the unit of whoever has an address; none for a stranger."""
    contact = contact_of(address, view)
    if contact is None:
        return []
    return packs_out(view, IssuedPack.unit == contact.unit)


def packs_out(view: View, *conditions: bool) -> list[IssuedPack]:
    """Return the first edition of each pack whose cycle still takes answers.

    With ``conditions``, only those for which every one of them holds.
    """
    cycles = view.values(Cycle.ref, one_of(Cycle.status, TAKING_ANSWERS))
    return view.all(
        IssuedPack,
        one_of(IssuedPack.cycle, cycles),
        IssuedPack.edition == 1,
        *conditions,
        order_by=IssuedPack.number,
    )


def judge_sender(
    ref: str, sender: str | None, *, is_new: bool, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Set a new return aside if its sender is not known; let one be read once somebody vouches.

    In the transaction that notes its coming, so that no crash lets a stranger's file be read.
    """
    if sender is None or contact_of(sender, uow):
        let_in(ref, uow, why="its sender is vouched for")
    elif is_new:
        row = uow.get(ReturnFile, ref)
        row.outcome = ReturnOutcome.QUARANTINED
        code, now = ProblemCode.UNKNOWN_SENDER, workspace.clock()
        problem = ReturnProblem(
            return_id=ref, code=code, message=STRANGER, is_query=False, raised_at=now
        )
        uow.add_all([row, problem])
        uow.note("return set aside", ref, why="its sender is no contact")


def is_made_for_agency(only_for: str | None, owner: str, view: View) -> bool:
    """Tell whether an action workbook, of an agency or a unit, may come from a unit's page.

    Without ``only_for`` it came another way, and may be anybody's.
    """
    if only_for in (None, owner):
        return True
    return view.get(Unit, only_for).agency == owner


def let_in_for(ref: str, only_for: str | None, uow: UnitOfWork) -> None:
    """Have a file read again that a unit's page could not take, once it comes another way.

    So nobody keeps a unit's return from being taken by handing it in before them.
    """
    row = uow.get(ReturnFile, ref)
    if row.only_for in (None, only_for):
        return
    row.only_for = only_for
    uow.add(row)
    let_in(ref, uow, code=ProblemCode.OTHER_UNIT, why="it came another way")


def strangers(*, workspace: Workspace) -> frozenset[str]:
    """Return the returns that were set aside because of who sent them."""
    with workspace.open_view() as view:
        is_strangers = ReturnProblem.code == ProblemCode.UNKNOWN_SENDER
        return frozenset(view.values(ReturnProblem.return_id, is_strangers))


def let_in(
    ref: str, uow: UnitOfWork, *, why: str, code: ProblemCode = ProblemCode.UNKNOWN_SENDER
) -> None:
    """Have a return read that was set aside because of who gave it; another is left as it is."""
    problem = uow.first(ReturnProblem, ReturnProblem.return_id == ref, ReturnProblem.code == code)
    if problem is None:
        return
    row = uow.get(ReturnFile, ref)
    row.outcome = None
    uow.remove(problem)
    uow.add(row)
    uow.note("return let in", ref, why=why)
