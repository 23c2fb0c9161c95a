"""That a meeting decided something about an audit, written down with the decision itself."""

from datetime import date

from audits.storage import MeetingDecision, UnitOfWork
from audits.workspace import Workspace


def note_meeting(
    meeting: date | None,
    ref: str,
    decided: str,
    *,
    uow: UnitOfWork,
    workspace: Workspace,
    paper: str = "",
) -> None:
    """Keep, in the caller's transaction, what a meeting decided about an audit's draw or paper.

    Where no meeting did, nothing is kept.
    """
    if meeting is None:
        return
    row = uow.find(MeetingDecision, (meeting, ref, paper)) or MeetingDecision(
        meeting=meeting, cycle=ref, paper=paper, decided="", at=workspace.clock(), noted_by=""
    )
    row.decided, row.at, row.noted_by = decided, workspace.clock(), uow.actor
    uow.add(row)
