"""What is ready for a step: the keys that ticks and commands go through, one at a time."""

from datetime import timedelta

from audits.domain.message import Purpose
from audits.domain.status import CycleStatus, DispatchStatus
from audits.storage import Cycle, Dispatch, IssuedPack, is_empty, one_of
from audits.workspace import Workspace

from .letters_to_approve import waits_to_be_approved
from .recipients import unconfirmed_cycles, waits_for_recipients


ASKED_FOR = timedelta(days=4)  # a mail server may try for three days before it gives up


def due_dispatches(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of what is due now, or was claimed by a process that died.

    A pack or key list that goes out by itself is left out until its cycle's recipients are
    confirmed; and so is a letter that somebody has to read first.
    """
    with workspace.open_view() as view:
        due = view.due_dispatches(lease=workspace.lease)
        held = unconfirmed_cycles(view)
        if not (held or workspace.approves_letters):
            return tuple(due)
        rows = view.rows_by(Dispatch, Dispatch.key, one_of(Dispatch.key, due))
    return tuple(key for key in due if not waits_for_somebody(rows[key], held, workspace))


def waits_for_somebody(
    dispatch: Dispatch, unconfirmed: frozenset[str], workspace: Workspace
) -> bool:
    """Tell whether a person has to look at a message before it goes, or at who gets it."""
    if waits_to_be_approved(dispatch, workspace):
        return True
    return waits_for_recipients(dispatch, unconfirmed, workspace)


def due_concerns(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of concerns that are due: they go before everything else."""
    with workspace.open_view() as view:
        due = view.due_dispatches(lease=workspace.lease)
        is_concern = Dispatch.purpose == Purpose.CONCERN
        concerns = set(view.values(Dispatch.key, one_of(Dispatch.key, due), is_concern))
    return tuple(filter(concerns.__contains__, due))


def sent_dispatches(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of what was sent lately by a channel that can tell, and may yet bounce."""
    since = workspace.clock() - ASKED_FOR
    tell = [name for name, channel in workspace.channels.items() if channel.can_tell]
    with workspace.open_view() as view:
        rows = view.all(
            Dispatch,
            Dispatch.status == DispatchStatus.SENT,
            is_empty(Dispatch.delivered_at),
            one_of(Dispatch.channel, tell),
            order_by=Dispatch.sent_at,
        )
    return tuple(row.key for row in rows if row.sent_at and row.sent_at >= since)


def unread_returns(*, workspace: Workspace) -> tuple[str, ...]:
    """Return what was kept by a process that died before it could read it."""
    with workspace.open_view() as view:
        return tuple(view.unread_returns(lease=workspace.lease))


def unwritten_queries(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the editions that were planned by a process that died before it could write them."""
    with workspace.open_view() as view:
        is_planned = IssuedPack.sha256 == ""
        asks_again = IssuedPack.edition > 1
        return tuple(view.values(IssuedPack.id, is_planned, asks_again, order_by=IssuedPack.id))


def issued_cycles(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the cycles that wait for returns."""
    with workspace.open_view() as view:
        is_issued = Cycle.status == CycleStatus.ISSUED
        return tuple(view.values(Cycle.ref, is_issued, order_by=Cycle.ref))
