"""Approve a draw: the quality group's gate before anything leaves."""

from datetime import date

from audits.domain.moves import check_move
from audits.domain.status import CYCLE_MOVES, CycleStatus
from audits.queries.flagged_cases import undecided_flags
from audits.steps.cycle.at_meeting import note_meeting
from audits.steps.masks import masks
from audits.storage import Cycle, Draw, UnitOfWork
from audits.workspace import Workspace

from .certificate import certificate_of, keep_certificate
from .draw import approve
from .flags import accept_flags


@masks("decision")
def approve_draw(
    ref: str, *, workspace: Workspace, decision: str = "approved", meeting: date | None = None
) -> None:
    """Approve a drawn cycle and reveal its key; approving it again changes nothing.

    ``meeting`` is the day of the one that approved it, where one did. Flagged cases are approved
    with it, and need a reason; so do those that came in since.

    Raises:
        StatusError: if it has not been drawn, is past approving, or holds a flagged case and no
            reason is given.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.APPROVED:
            _accept_flags(cycle, decision, uow)
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.APPROVED, ref)
        approve(cycle, decision, uow=uow, workspace=workspace)
        decided = "Approved." if decision == "approved" else f"Approved: {decision}"
        note_meeting(meeting, ref, decided, uow=uow, workspace=workspace)
        uow.commit()


def _accept_flags(cycle: Cycle, decision: str, uow: UnitOfWork) -> None:
    row = uow.get(Draw, cycle.ref)
    left = undecided_flags(row.certificate)
    if left:
        keep_certificate(row, accept_flags(certificate_of(row), decision), uow)
        uow.note("flagged cases approved", cycle.ref, why=decision, cases=sorted(left))
        uow.commit()
