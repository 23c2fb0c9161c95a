"""Who is no longer in the imported list has left: sent nothing more, and not waited for."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from audits.domain.allowance import WaiverReason
from audits.domain.amounts import are, many
from audits.domain.status import (
    NOT_SENT,
    TAKING_ANSWERS,
    UNFINISHED_ACTION,
    DispatchStatus,
)
from audits.queries.return_status import allowances, return_status
from audits.storage import (
    ActionRow,
    Allowance,
    Contact,
    Cycle,
    Dispatch,
    Unit,
    UnitOfWork,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace


LEFT = "it is not in the list of agencies any more"


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit that left, and what was under way for it."""

    unit: str
    name: str
    letters: int  # that were to go out, and do not
    returns: tuple[str, ...]  # cycles that waited for it, and no longer do
    actions: tuple[str, ...]  # that it owns, and somebody must take over

    @property
    def says(self) -> str:
        """Return it as a line."""
        parts = []
        if self.letters:
            parts.append(f"{many(self.letters, 'letter')} {are(self.letters)} not sent")
        if self.returns:
            parts.append(f"not waited for any more in {', '.join(self.returns)}")
        if self.actions:
            parts.append(f"somebody else must take over {', '.join(self.actions)}")
        changes = "; ".join(parts) or "nothing was under way"
        return f"{self.name} ({self.unit}) has left: {changes}."


def mark_left(units: Collection[str], *, uow: UnitOfWork, workspace: Workspace) -> tuple[Gone, ...]:
    """Mark every unit that is not among ``units`` as gone, and stop what is under way for it."""
    gone = []
    for unit in _going(units, uow):
        gone.append(leave(unit, why=LEFT, uow=uow, workspace=workspace))
    return tuple(gone)


def _going(units: Collection[str], view: View) -> Iterator[Unit]:
    for unit in view.all(Unit, is_empty(Unit.left_on), order_by=Unit.code):
        if unit.code not in units:
            yield unit


def leave(unit: Unit, *, why: str, uow: UnitOfWork, workspace: Workspace) -> Gone:
    """Mark a unit as gone, in the caller's transaction: nothing is sent to it or waited for."""
    unit.left_on = workspace.today()
    uow.add(unit)
    for contact in uow.all(Contact, Contact.unit == unit.code, is_empty(Contact.left_on)):
        contact.left_on = workspace.today()
        uow.add(contact)
    letters = uow.all(
        Dispatch,
        Dispatch.unit == unit.code,
        one_of(Dispatch.status, NOT_SENT),
        order_by=Dispatch.key,
    )
    for letter in letters:
        uow.move_dispatch(letter, DispatchStatus.WITHDRAWN, why=why)
    gone = Gone(
        unit.code, unit.name, len(letters),
        tuple(_let_off(unit.code, why, uow, workspace)),
        tuple(_actions(unit, uow)),
    )  # fmt: skip
    uow.note(
        "unit left", unit.code, why=why, letters=gone.letters, returns=list(gone.returns),
        actions=list(gone.actions),
    )  # fmt: skip
    return gone


def _let_off(unit: str, why: str, uow: UnitOfWork, workspace: Workspace) -> Iterator[str]:
    """Waive each return that is still waited for, and yield its cycle."""
    for cycle in uow.all(Cycle, one_of(Cycle.status, TAKING_ANSWERS), order_by=Cycle.ref):
        for pack in return_status(cycle.ref, uow).waiting:
            if pack.unit != unit:
                continue
            row = Allowance(
                cycle=cycle.ref,
                unit=unit,
                number=len(allowances(cycle.ref, uow).get(unit, [])) + 1,
                due_before=pack.due_at,
                waived=WaiverReason.OTHER,
                why=why,
                decided_at=workspace.clock(),
                decided_by=uow.actor,
            )
            uow.add(row)
            yield cycle.ref


def _actions(unit: Unit, view: View) -> list[str]:
    """Return the unfinished actions that a unit owns, or its agency of which nobody is left."""
    owners = [unit.code]
    if not view.count(Unit, Unit.agency == unit.agency, is_empty(Unit.left_on)):
        owners.append(unit.agency)
    return view.values(
        ActionRow.id,
        one_of(ActionRow.owner, owners),
        one_of(ActionRow.status, UNFINISHED_ACTION),
        order_by=ActionRow.id,
    )
