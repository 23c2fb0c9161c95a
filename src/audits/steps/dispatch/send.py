"""Send one dispatch: claim, act, record."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from audits.delivery import Channel
from audits.domain.errors import (
    BusyError,
    RefusedError,
    TryAgainError,
    UnansweredError,
    UnconfirmedError,
    UserError,
)
from audits.domain.message import Attachment, DeliveryOutcome, Message, Purpose, Receipt
from audits.domain.status import DispatchStatus
from audits.queries.ready_work import waits_for_somebody
from audits.queries.recipients import unconfirmed_cycles
from audits.storage import Contact, Dispatch, is_filled
from audits.workspace import Workspace

from .own_links import with_own_links
from .record_outcome import record_outcome


ASKED_FOR = timedelta(days=4)  # a mail server may try for three days before it gives up


def send_dispatch(
    key: str, *, workspace: Workspace, still_mine: Callable[[], bool] = lambda: True
) -> DispatchStatus:
    """Send one dispatch, record what became of it, and return where it stands.

    May be called again after a crash at any line: the claim is committed before the outside world
    is touched, and a claim found standing makes the next call look before it sends. So does a
    channel that gave no answer: the claim is left to stand. Who slept until the claim ran out, or
    is told by ``still_mine`` that it may act no more, sends nothing and leaves it to the next.

    Raises:
        TryAgainError: if certainly nothing was sent; the dispatch is due again, and with it
            everything on its channel once the channel says from when.
    """
    claim = _claim(key, workspace)
    if claim is None:
        return _status(key, workspace)
    dispatch, may_have_gone = claim
    try:
        receipt = _act(
            dispatch, look_first=may_have_gone, still_mine=still_mine, workspace=workspace
        )
    except _TooLateError:
        return _status(key, workspace)
    except TryAgainError as error:
        _record(key, DispatchStatus.DUE, why=str(error), until=error.until, workspace=workspace)
        raise
    except UnansweredError as error:
        return _record(
            key, DispatchStatus.SENDING, why=f"{error} It is looked for.", workspace=workspace
        )
    except RefusedError as error:
        return _record(key, DispatchStatus.REFUSED, why=str(error), workspace=workspace)
    except UnconfirmedError as error:
        return _record(key, DispatchStatus.UNCONFIRMED, why=str(error), workspace=workspace)
    return _record(key, DispatchStatus.SENT, receipt=receipt, workspace=workspace)


def follow_dispatch(key: str, *, workspace: Workspace) -> DeliveryOutcome:
    """Ask the channel what became of a message, and record that it arrived or did not.

    Raises:
        TryAgainError: if the channel cannot be asked at present.
    """
    with workspace.open_view() as view:
        dispatch = view.get(Dispatch, key)
    news = _channel(dispatch.channel, workspace).follow(dispatch.receipt)
    record_outcome(key, news, workspace=workspace)
    return news.fate


def _claim(key: str, workspace: Workspace) -> tuple[Dispatch, bool] | None:
    """Claim a dispatch and tell whether an earlier claim may have sent it; None if it is not ours.

    A claim that was stored, but could not be sealed in the vault, is given back: else the next
    call could not know that nothing was sent.
    """
    claim = None
    try:
        with workspace.open_uow() as uow:
            if waits_for_somebody(uow.get(Dispatch, key), unconfirmed_cycles(uow), workspace):
                return None
            claim = uow.claim_dispatch(key, lease=workspace.lease)
            if claim is not None:
                uow.commit()
    except UserError:
        if claim is not None and not claim[1]:
            _give_back(claim[0], workspace)
        raise
    return claim


def _give_back(claimed: Dispatch, workspace: Workspace) -> None:
    """Make a dispatch due again that was claimed in vain, as far as it can be written down."""
    with suppress(UserError), workspace.open_uow() as uow:
        row = uow.get(Dispatch, claimed.key, held=True)
        if row.status is DispatchStatus.SENDING and row.claimed_at == claimed.claimed_at:
            uow.move_dispatch(row, DispatchStatus.DUE, why="Nothing was sent.")
            uow.commit()


class _TooLateError(Exception):
    """The claim ran out, or the turn at the tick did: somebody else sends."""


def _act(
    dispatch: Dispatch, *, look_first: bool, still_mine: Callable[[], bool], workspace: Workspace
) -> Receipt:
    channel = _channel(dispatch.channel, workspace)
    if look_first:
        receipt = _look(channel, dispatch.key)
        if receipt:
            return receipt
    message = _prepared(dispatch, workspace)
    if not (still_mine() and _claim_stands(dispatch, workspace)):
        raise _TooLateError
    return channel.send(message)


def _claim_stands(claimed: Dispatch, workspace: Workspace) -> bool:
    """Tell whether a claim is the one that was made, and has not run out."""
    with workspace.open_view() as view:
        now = view.get(Dispatch, claimed.key)
    at = claimed.claimed_at
    is_same = now.status is DispatchStatus.SENDING and now.claimed_at == at
    return is_same and at is not None and workspace.clock() < at + workspace.lease


def _status(key: str, workspace: Workspace) -> DispatchStatus:
    with workspace.open_view() as view:
        return view.get(Dispatch, key).status


def _look(channel: Channel, key: str) -> Receipt | None:
    """Look for an earlier sending; while nobody can look, it may have gone."""
    try:
        return channel.find(key)
    except TryAgainError as error:
        raise UnansweredError(str(error)) from error


def _channel(name: str, workspace: Workspace) -> Channel:
    if name in workspace.channels:
        return workspace.channels[name]
    known = ", ".join(sorted(workspace.channels))
    raise RefusedError(
        f"There is no channel '{name}' in audits.toml. There are: {known}. Add it, or give the "
        "contact another route, then make this due again."
    )


def _prepared(dispatch: Dispatch, workspace: Workspace) -> Message:
    """Return what is sent; a file of ours that cannot be read is no doubt about what went."""
    try:
        return _message(dispatch, workspace)
    except BusyError as error:
        raise TryAgainError(f"{error} Nothing was sent.") from error
    except UserError as error:
        raise RefusedError(f"{error} Nothing was sent. Then make it due again.") from error
    except OSError as error:
        raise TryAgainError(
            f"What is to be sent of {dispatch.key} cannot be read: {error.strerror}. Nothing was "
            "sent. Check the disk; it is tried again."
        ) from error


def _message(dispatch: Dispatch, workspace: Workspace) -> Message:
    packs, to = workspace.stores.packs, _still_here(dispatch, workspace)
    return Message(
        key=dispatch.key,
        unit=dispatch.unit,
        to=to,
        subject=dispatch.subject,
        body=with_own_links(dispatch, to, workspace=workspace),
        attachments=tuple(
            Attachment(attachment["name"], packs.read(attachment["sha256"]))
            for attachment in dispatch.attachments
        ),
    )


def _still_here(dispatch: Dispatch, workspace: Workspace) -> tuple[str, ...]:
    """Return the recipients but for those who have left since; a recall goes where it went.

    Raises:
        RefusedError: if there is nobody.
    """
    with workspace.open_view() as view:
        has_left = is_filled(Contact.left_on)
        gone = set(view.values(Contact.email, Contact.unit == dispatch.unit, has_left))
    if dispatch.purpose == Purpose.RECALL:
        gone = set()
    to = tuple(recipient for recipient in dispatch.recipients if recipient not in gone)
    if to:
        return to
    raise RefusedError(
        f"{dispatch.unit} has no contact who could be written to. Add one to your list of "
        "agencies, import it, and make this due again."
    )


def _record(
    key: str,
    status: DispatchStatus,
    *,
    workspace: Workspace,
    why: str = "",
    receipt: Receipt | None = None,
    until: datetime | None = None,
) -> DispatchStatus:
    with workspace.open_uow() as uow:
        dispatch = uow.get(Dispatch, key)
        dispatch.reason = why.replace("KEY", key)
        if receipt:
            dispatch.receipt, dispatch.sent_at = receipt.reference, receipt.at
        uow.move_dispatch(dispatch, status, why=why)
        if until:
            uow.postpone(dispatch.channel, until)
        uow.commit()
    return status
