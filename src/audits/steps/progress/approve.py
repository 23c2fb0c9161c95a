"""Let a cycle through the gate that it stands before."""

from audits.domain.status import AWAITING_FINDINGS, CycleStatus
from audits.queries.cycles import cycle_status
from audits.steps.masks import masks
from audits.steps.sample.approve import approve_draw
from audits.workspace import Workspace

from .analyse import analyse


@masks("decision")
def approve_cycle(ref: str, *, workspace: Workspace, decision: str = "") -> CycleStatus:
    """Approve what a cycle waits for a person to approve, and return where it stands then.

    Until its packs are issued that is the draw. Afterwards it is to go on with what has come back,
    and after that to end moderation.

    Raises:
        ModerationError: if moderation cannot end yet; with everything that waits.
        StatusError: if nothing is to be approved, or a reason is needed and none is given.
    """
    if cycle_status(ref, workspace=workspace) in AWAITING_FINDINGS:
        analyse(ref, workspace=workspace, with_what_there_is=True, decision=decision)
    else:
        approve_draw(ref, workspace=workspace, decision=decision or "approved")
    return cycle_status(ref, workspace=workspace)
