"""Take in what GOV.UK Notify calls back to say of one recipient's message."""

from audits.delivery import NotifyStatus
from audits.storage import Dispatch
from audits.workspace import Workspace

from .record_outcome import note_unknown, record_outcome


def record_callback(status: NotifyStatus, *, workspace: Workspace) -> None:
    """Record a status; said again it changes nothing, and of an unknown message it is noted once.

    The service may send more than ours, so only Notify's own number of an unknown message is kept:
    whose it is and what it calls it may be personal.
    """
    with workspace.open_view() as view:
        is_ours = view.find(Dispatch, status.key) is not None
    if is_ours:
        record_outcome(status.key, status.news, workspace=workspace)
    else:
        note_unknown(str(status.id), workspace=workspace)
