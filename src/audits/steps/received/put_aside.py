"""What came and cannot be read: kept, put aside for a person with a sentence, and answered once."""

from collections.abc import Collection
from dataclasses import dataclass
from operator import attrgetter

from audits.collection import Arrival
from audits.domain.answer import Problem, ProblemCode
from audits.domain.message import Purpose
from audits.domain.status import ReturnOutcome
from audits.steps.dispatch.letters import make_letter_due
from audits.storage import IssuedPack, LeftInInbox, ReturnFile, ReturnProblem, UnitOfWork
from audits.workspace import Workspace

from .senders import packs_out_to


LEFT = "left in the inbox"
TAKEN_OUT = "taken out of the inbox by hand"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Something that lies in an inbox and cannot be collected, and why."""

    says: str
    outcome: str = "left"


def put_mail_aside(
    raw: bytes, arrival: Arrival, *, workspace: Workspace
) -> tuple[ReturnFile, Problem]:
    """Keep a mail with parts that nobody can read, as it came, and answer a contact once.

    May be called again: the same mail is one row and one letter. A stranger is not answered.
    """
    sha256 = workspace.stores.returns.keep(raw)
    ref, sender = f"R-{sha256[:12]}", arrival.sender or ""
    if sender:
        workspace.vault.keep("sender", ref, sender.encode())
    with workspace.open_uow() as uow:
        pack = _pack_of(sender, uow)
        problem = Problem(ProblemCode.UNREAD_PARTS, _says(arrival, pack), is_query=False)
        row = ReturnFile(
            id=ref, sha256=sha256, received_at=workspace.clock(), size=len(raw), route="mail",
            outcome=ReturnOutcome.QUARANTINED,
        )  # fmt: skip
        if uow.add_once(row):
            uow.add(_row(problem, row))
            uow.note("mail put aside", ref, sha256=sha256, size=len(raw), why=arrival.unread)
            if pack is not None:
                _answer(arrival, pack, mark=ref, uow=uow, workspace=workspace)
        uow.commit()
        return uow.get(ReturnFile, ref), problem


def leave_behind(arrival: Arrival, inbox: str, *, workspace: Workspace) -> LeftBehind:
    """Note, once, that something cannot be taken out of the inbox of this name, and say why."""
    row = LeftInInbox(
        reference=arrival.reference, inbox=inbox, says=arrival.left, since=workspace.clock()
    )
    with workspace.open_uow() as uow:
        if uow.add_once(row):
            uow.note(LEFT, arrival.reference, why=arrival.left)
        uow.commit()
    return LeftBehind(arrival.left)


def forget_taken_out(inbox: str, waiting: Collection[Arrival], *, workspace: Workspace) -> None:
    """Forget what was left in an inbox and lies there no longer; of inboxes that are gone, all."""
    lies = {arrival.reference for arrival in waiting if arrival.left}
    others = {*workspace.inboxes} - {inbox}
    with workspace.open_view() as view:
        rows = view.all(LeftInInbox)
    gone = []
    for row in rows:
        is_there = row.inbox == inbox and row.reference in lies
        if not is_there and row.inbox not in others:
            gone.append(row.reference)
    if not gone:
        return
    with workspace.open_uow() as uow:
        for reference in gone:
            known = uow.find(LeftInInbox, reference)
            if known is not None:  # another process may have come first
                uow.remove(known)
                uow.note(TAKEN_OUT, reference)
        uow.commit()


def _pack_of(sender: str, uow: UnitOfWork) -> IssuedPack | None:
    """Return the latest pack that is out to the unit of a contact, if there is one."""
    if not sender:
        return None
    return max(packs_out_to(sender, uow), key=attrgetter("made_at", "number"), default=None)


def _says(arrival: Arrival, pack: IssuedPack | None) -> str:
    """Return what the business unit is told."""
    says = f"A mail came with {arrival.unread}, which cannot be read here."
    if arrival.beside:
        says += " Its workbooks are collected by themselves."
    says += " It is kept as it came."
    if pack is None:
        return f"{says} Nobody was answered: its sender is no contact who is waited for."
    return f"{says} {pack.unit} is asked to send the workbook itself."


def _answer(
    arrival: Arrival, pack: IssuedPack, *, mark: str, uow: UnitOfWork, workspace: Workspace
) -> None:
    also = "The workbook that came with it is answered by itself. " if arrival.beside else ""
    says = (
        f"It held {arrival.unread}. {also}If your return is among what we could not read, attach "
        "the workbook that you were sent to a mail, as .xlsx, and send that. If not, there is "
        "nothing to do."
    )
    facts = {"says": says, "is_part": True}
    make_letter_due(Purpose.REFUSAL, pack, facts, mark=mark, uow=uow, workspace=workspace)


def _row(problem: Problem, row: ReturnFile) -> ReturnProblem:
    return ReturnProblem(
        return_id=row.id,
        code=problem.code,
        message=problem.message,
        is_query=False,
        raised_at=row.received_at,
    )
