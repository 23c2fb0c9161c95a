"""Take in what a machine says in a mail: a message did not arrive, or its reader is away."""

from datetime import timedelta

from audits.collection import Notice
from audits.domain.message import DeliveryOutcome, DeliveryReport
from audits.domain.status import DispatchStatus
from audits.storage import Dispatch, View
from audits.workspace import Workspace

from .notices import Noticed, NoticeOutcome
from .record_outcome import record_outcome


CLOCKS_DIFFER = timedelta(minutes=5)  # a mail may be dated by another machine


def record_bounce(notice: Notice, *, workspace: Workspace) -> Noticed:
    """Record what a notice says; taken again, it changes nothing.

    What is left stays in the inbox: it is about mail that others sent, says nothing that could be
    understood, or is of a sending that is not written down yet and is met again.
    """
    with workspace.open_uow() as uow:
        dispatch = _about(notice, uow)
        if notice.fate is None:
            key = dispatch.key if dispatch else ""
            if dispatch:
                uow.note("automatic reply", key)
            uow.commit()
            return Noticed(NoticeOutcome.AWAY, key)
    if dispatch is None or dispatch.status is DispatchStatus.SENDING:
        return Noticed(NoticeOutcome.LEFT)
    if notice.fate is DeliveryOutcome.UNKNOWN:
        return Noticed(NoticeOutcome.LEFT, dispatch.key)
    if _is_earlier(notice, dispatch):
        return Noticed(NoticeOutcome.EARLIER, dispatch.key)
    news = DeliveryReport(notice.fate, dispatch.receipt, _ours(notice, dispatch))
    record_outcome(dispatch.key, news, workspace=workspace)
    if notice.fate is DeliveryOutcome.DELAYED:
        return Noticed(NoticeOutcome.DELAYED, dispatch.key)
    return Noticed(NoticeOutcome.REFUSED, dispatch.key)


def _about(notice: Notice, view: View) -> Dispatch | None:
    """Return the dispatch that a notice is about: by its key, or by the proof that it went."""
    if notice.key:
        return view.find(Dispatch, notice.key)
    if not notice.message_id:
        return None
    return view.first(Dispatch, Dispatch.receipt == notice.message_id)


def _is_earlier(notice: Notice, dispatch: Dispatch) -> bool:
    """Tell whether a dispatch was made due, or sent again, after the sending that failed."""
    if dispatch.status is DispatchStatus.DUE:
        return True
    at, claimed = notice.sent_at, dispatch.claimed_at
    return at is not None and claimed is not None and at < claimed - CLOCKS_DIFFER


def _ours(notice: Notice, dispatch: Dispatch) -> tuple[str, ...]:
    """Return whom it missed, as we wrote to them; where somebody passed it on to is theirs."""
    missed = {address.casefold() for address in notice.missed}
    return tuple(recipient for recipient in dispatch.recipients if recipient.casefold() in missed)
