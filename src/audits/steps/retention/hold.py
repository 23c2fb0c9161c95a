"""Place and end legal holds: what is held is not destroyed when its time is over."""

from dataclasses import dataclass

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.reasons import check_why
from audits.domain.remedies import Remedy, Verb
from audits.domain.retention import HoldKind
from audits.steps.masks import masks
from audits.steps.personal.find_person import find_person
from audits.storage import ActionRow, Cycle, LegalHold, UnitOfWork, is_empty
from audits.workspace import Workspace


NO_REASON = "A hold has a reason: say why it is placed, as the letter that asks for it does."
NO_END = "Say why the hold is ended: what it kept back may be destroyed from now on."


@dataclass(frozen=True, slots=True)
class Subject:
    """What a hold is placed on, as it is kept."""

    kind: HoldKind
    about: str
    cases: tuple[str, ...] = ()
    registers: tuple[int, ...] = ()


@masks("why")
def hold_cycle(ref: str, *, why: str, workspace: Workspace) -> str:
    """Place a hold on a cycle, its actions and the registers that it was drawn from.

    Raises:
        StatusError: if no reason is given, or it is held already.
        NotFoundError: if there is no such cycle.
    """
    return _place(Subject(HoldKind.CYCLE, ref), why, workspace)


@masks("why")
def hold_action(ref: str, *, why: str, workspace: Workspace) -> str:
    """Place a hold on an action, and on the findings of the cycle that it comes from.

    Raises:
        StatusError: if no reason is given, or it is held already.
        NotFoundError: if there is no such action.
    """
    return _place(Subject(HoldKind.ACTION, ref), why, workspace)


@masks("why", about="")
def hold_child(identifier: str, *, why: str, workspace: Workspace) -> str:
    """Place a hold on every cycle and register in which a child stands, found by an id of theirs.

    The id itself is kept nowhere, and each look at identities is recorded. Workbooks and registers
    hold many children and are not parted, so all of such an audit is kept.

    Raises:
        StatusError: if no reason is given, or the child is held already.
        NotFoundError: if nothing is kept under the id.
        RegisterError: if the id is too short to tell one child.
    """
    check_why(why, NO_REASON)
    kept = find_person(identifier, why=why, workspace=workspace)
    if not kept.cases and not kept.registers:
        raise NotFoundError("Nothing is kept under that id. Type the whole of it, as registers do.")
    subject = Subject(
        HoldKind.CHILD,
        workspace.vault.hash_id(identifier),
        tuple(case.case for case in kept.cases),
        tuple(register.id for register in kept.registers),
    )
    return _place(subject, why, workspace)


@masks("why", about="")
def end_hold(ref: str, *, why: str, workspace: Workspace) -> None:
    """End a hold; what it kept back goes by the schedule again.

    Raises:
        StatusError: if no reason is given, or it was ended.
        NotFoundError: if there is no such hold.
    """
    check_why(why, NO_END)
    with workspace.open_uow() as uow:
        hold = uow.find(LegalHold, ref)
        if hold is None:
            raise NotFoundError(f"There is no hold '{ref}'.", remedy=Remedy(Verb.SEE_HOLDS))
        if hold.ended_at is not None:
            raise StatusError(f"{ref} was ended by {hold.ended_by}.")
        hold.ended_at, hold.ended_by, hold.ended_why = workspace.clock(), uow.actor, why
        uow.add(hold)
        uow.note("hold ended", ref, why=why)
        uow.commit()


def _place(subject: Subject, why: str, workspace: Workspace) -> str:
    check_why(why, NO_REASON)
    with workspace.open_uow() as uow:
        _check_is_there(subject, uow)
        standing = uow.first(
            LegalHold,
            LegalHold.kind == subject.kind,
            LegalHold.about == subject.about,
            is_empty(LegalHold.ended_at),
        )
        if standing is not None:
            raise StatusError(f"{_called(subject)} is held already, by {standing.id}.")
        ref = f"H{uow.next_number('hold')}"
        uow.add(
            LegalHold(
                id=ref,
                kind=subject.kind,
                about=subject.about,
                cases=list(subject.cases),
                registers=list(subject.registers),
                placed_at=workspace.clock(),
                placed_by=uow.actor,
                why=why,
            )
        )
        uow.note("hold placed", ref, why=why, on=_called(subject))
        uow.commit()
    return ref


def _check_is_there(subject: Subject, uow: UnitOfWork) -> None:
    if subject.kind is HoldKind.CYCLE:
        uow.get(Cycle, subject.about)
    if subject.kind is HoldKind.ACTION:
        uow.get(ActionRow, subject.about)


def _called(subject: Subject) -> str:
    """Return what a hold is on, as it may be said: a child by nothing."""
    if subject.kind is HoldKind.CHILD:
        return "This child"
    return subject.about
