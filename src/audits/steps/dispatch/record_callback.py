"""Take in what GOV.UK Notify calls back to say of one recipient's message."""

from audits.delivery import NotifyStatus
from audits.storage import Dispatch
from audits.workspace import Parts

from .record_outcome import note_unknown, record_fate


def take_status(said: NotifyStatus, *, parts: Parts) -> None:
    """Record a status; said again it changes nothing, and of an unknown message it is noted once.

    The service may send more than ours, so only Notify's own number of an unknown message is kept:
    whose it is and what it calls it may be personal.
    """
    with parts.open_view() as view:
        is_ours = view.find(Dispatch, said.key) is not None
    if is_ours:
        record_fate(said.key, said.news, parts=parts)
    else:
        note_unknown(str(said.id), parts=parts)
