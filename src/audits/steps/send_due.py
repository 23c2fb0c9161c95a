"""Send one dispatch: claim, act, record."""

from audits.delivery import Channel
from audits.domain.errors import NotFoundError, RefusedError, TryAgainError, UnconfirmedError
from audits.domain.message import Attachment, Message, Receipt
from audits.domain.status import DispatchStatus
from audits.storage import Dispatch

from .parts import Parts


def due_dispatches(*, parts: Parts) -> tuple[str, ...]:
    """Return the keys of what is due now, or was claimed by a process that died."""
    with parts.open_uow() as uow:
        return tuple(uow.due_dispatches(lease=parts.lease))


def send_dispatch(key: str, *, parts: Parts) -> DispatchStatus:
    """Send one dispatch, record what became of it, and return where it stands.

    May be called again after a crash at any line: the claim is committed before the outside world
    is touched, and a claim found standing makes the next call look before it sends.

    Raises:
        TryAgainError: if certainly nothing was sent; the dispatch is due again.
    """
    with parts.open_uow() as uow:
        claim = uow.claim_dispatch(key, lease=parts.lease)
        if claim is None:
            return uow.get(Dispatch, key).status
        uow.commit()
    dispatch, may_have_gone = claim
    try:
        receipt = _act(dispatch, look_first=may_have_gone, parts=parts)
    except TryAgainError as error:
        _record(key, DispatchStatus.DUE, why=str(error), parts=parts)
        raise
    except RefusedError as error:
        return _record(key, DispatchStatus.REFUSED, why=str(error), parts=parts)
    except UnconfirmedError as error:
        return _record(key, DispatchStatus.UNCONFIRMED, why=str(error), parts=parts)
    return _record(key, DispatchStatus.SENT, receipt=receipt, parts=parts)


def _act(dispatch: Dispatch, *, look_first: bool, parts: Parts) -> Receipt:
    channel = _channel(dispatch.channel, parts)
    found = channel.find(dispatch.key) if look_first else None
    return found or channel.send(_message(dispatch, parts))


def _channel(name: str, parts: Parts) -> Channel:
    if name in parts.channels:
        return parts.channels[name]
    known = ", ".join(sorted(parts.channels))
    raise NotFoundError(f"There is no channel '{name}' in audits.toml. There are: {known}.")


def _message(dispatch: Dispatch, parts: Parts) -> Message:
    packs = parts.stores.packs
    return Message(
        key=dispatch.key,
        unit=dispatch.unit,
        to=tuple(dispatch.recipients),
        subject=dispatch.subject,
        body=dispatch.body,
        attachments=tuple(
            Attachment(each["name"], packs.read(each["sha256"])) for each in dispatch.attachments
        ),
    )


def _record(
    key: str,
    status: DispatchStatus,
    *,
    parts: Parts,
    why: str = "",
    receipt: Receipt | None = None,
) -> DispatchStatus:
    with parts.open_uow() as uow:
        dispatch = uow.get(Dispatch, key)
        dispatch.reason = why
        if receipt:
            dispatch.receipt, dispatch.sent_at = receipt.reference, receipt.at
        uow.move_dispatch(dispatch, status, why=why)
        uow.commit()
    return status
