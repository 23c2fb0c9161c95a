"""Approve a draw: QEG's gate before anything leaves."""

from audits.domain.status import CYCLE_MOVES, CycleStatus, check_move
from audits.storage import Cycle

from .draw_sample import approve
from .parts import Parts


def approve_draw(ref: str, *, parts: Parts, decision: str = "approved") -> None:
    """Approve a drawn cycle and reveal its key; approving it again changes nothing.

    Raises:
        StatusError: if it has not been drawn, or is past approving.
    """
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        if cycle.status is CycleStatus.APPROVED:
            return
        check_move(CYCLE_MOVES, cycle.status, CycleStatus.APPROVED, ref)
        approve(cycle, decision, uow=uow, parts=parts)
        uow.commit()
