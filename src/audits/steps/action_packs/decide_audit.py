"""What a meeting decides about an audit beside its findings: its draw, and its public papers."""

from datetime import date

from audits.steps.actions.meeting import check_was_held
from audits.steps.masks import masks
from audits.steps.papers.sign import sign_paper
from audits.steps.sample.approve import approve_draw
from audits.workspace import Workspace


@masks("why")
def decide_draw(ref: str, *, meeting: date, workspace: Workspace, why: str = "") -> None:
    """Approve a draw in the name of a meeting.

    Raises:
        UserError: if the meeting is to come.
        StatusError: if it is not drawn, is approved already, or holds a flagged case and no reason
            is given.
    """
    check_was_held(meeting, workspace=workspace)
    approve_draw(ref, decision=why.strip() or "approved", meeting=meeting, workspace=workspace)


@masks("why", about="about")
def decide_paper(
    about: str,
    paper: str,
    *,
    meeting: date,
    by: str,
    why: str,
    workspace: Workspace,
    read: str = "",
) -> None:
    """Sign a public paper at a meeting.

    ``read`` is the fingerprint of what was read there, where it is known.

    Raises:
        UserError: if the meeting is to come, no reason is given, or the paper cannot be made.
        StatusError: if it says something else by now than what was read.
    """
    check_was_held(meeting, workspace=workspace)
    sign_paper(about, paper, by=by, why=why, read=read, meeting=meeting, workspace=workspace)
