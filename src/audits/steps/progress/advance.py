"""Take a cycle as far as it goes without a person."""

from audits.domain.status import AWAITING_FINDINGS, NOT_DRAWN, CycleStatus
from audits.queries.cycles import cycle_status
from audits.queries.flagged_cases import may_issue
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.draw import draw_sample
from audits.workspace import Workspace

from .analyse import analyse


def advance(ref: str, *, workspace: Workspace) -> CycleStatus | None:
    """Take a cycle as far as it goes without a person; return what it has become, if it moved.

    Its cases are drawn; its packs issued, once the draw is approved and no flagged case waits; its
    findings frozen, once nothing is waited for and moderation is over or not asked for. Called
    again, or after a crash, it goes on from where the cycle stands.

    Raises:
        NotFoundError: if there is no such cycle.
        SampleError: if its cases cannot be drawn.
    """
    before = cycle_status(ref, workspace=workspace)
    if before in NOT_DRAWN:
        draw_sample(ref, workspace=workspace)
    if may_issue(ref, workspace=workspace):
        issue_packs(ref, workspace=workspace)
    if cycle_status(ref, workspace=workspace) in AWAITING_FINDINGS:
        analyse(ref, workspace=workspace)
    now = cycle_status(ref, workspace=workspace)
    return now if now is not before else None
