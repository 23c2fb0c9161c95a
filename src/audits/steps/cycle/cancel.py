"""Cancel a cycle, with its reason; what was not sent is withdrawn."""

from audits.domain.status import CycleStatus, DispatchStatus
from audits.steps.masks import masks
from audits.storage import Cycle, Dispatch
from audits.workspace import Workspace

from .wishes import settle_every_wish


@masks("why")
def cancel_cycle(ref: str, why: str, *, workspace: Workspace) -> None:
    """Cancel a cycle that is not published.

    Raises:
        StatusError: if it is past cancelling.
    """
    with workspace.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        cycle.cancelled_why = why
        settle_every_wish(ref, uow=uow, workspace=workspace)
        uow.move_cycle(cycle, CycleStatus.CANCELLED, why=why)
        for dispatch in uow.all(
            Dispatch, Dispatch.cycle == ref, Dispatch.status == DispatchStatus.DUE
        ):
            uow.move_dispatch(dispatch, DispatchStatus.WITHDRAWN, why=why)
        uow.commit()
