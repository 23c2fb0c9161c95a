"""A unit's wish for more time: what became of it, in the transaction of whatever decides it."""

from audits.domain.days import day_in_words
from audits.domain.unit_request import RequestOutcome
from audits.storage import IssuedPack, UnitOfWork, UnitRequest, View, is_empty, is_filled
from audits.workspace import Workspace


CAME = "The return came before anybody had decided."
CLOSED = "The audit waits for no returns any more."


def open_request(ref: str, unit: str, view: View) -> UnitRequest | None:
    """Return what more time a unit asks for and nobody has decided; None if none."""
    return view.first(
        UnitRequest, UnitRequest.cycle == ref, UnitRequest.unit == unit,
        is_empty(UnitRequest.outcome), is_filled(UnitRequest.until),
    )  # fmt: skip


def decide_more_time(
    ref: str,
    unit: str,
    outcome: RequestOutcome,
    answer: str,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
) -> UnitRequest | None:
    """Record what became of a unit's wish for more time, and return it; None if it has none."""
    row = open_request(ref, unit, uow)
    if row is not None:
        _decide(row, outcome, answer, uow, workspace)
    return row


def settle_wish(pack: IssuedPack, *, uow: UnitOfWork, workspace: Workspace) -> str:
    """Settle the wish of a unit whose return has come; return until when it was, "" if none."""
    settled = RequestOutcome.SETTLED
    row = decide_more_time(pack.cycle, pack.unit, settled, CAME, uow=uow, workspace=workspace)
    if row is None or row.until is None:
        return ""
    uow.note("more time not needed", pack.cycle, why=CAME, unit=pack.unit)
    return day_in_words(row.until)


def settle_every_wish(ref: str, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Settle what more time is asked for by the units of a cycle that waits for no returns."""
    for row in uow.all(
        UnitRequest, UnitRequest.cycle == ref, is_empty(UnitRequest.outcome),
        order_by=UnitRequest.id,
    ):  # fmt: skip
        _decide(row, RequestOutcome.SETTLED, CLOSED, uow, workspace)
        uow.note("more time not needed", ref, why=CLOSED, unit=row.unit)


def _decide(
    row: UnitRequest, outcome: RequestOutcome, answer: str, uow: UnitOfWork, workspace: Workspace
) -> None:
    row.outcome, row.answer = outcome, answer
    row.decided_at, row.decided_by = workspace.clock(), uow.actor
    uow.add(row)
