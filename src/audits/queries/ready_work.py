"""What is ready for a step: the keys that ticks and commands go through, one at a time."""

from datetime import timedelta

from audits.domain.message import Purpose
from audits.domain.status import CycleStatus, DispatchStatus
from audits.storage import Cycle, Dispatch, IssuedPack, is_empty, one_of
from audits.workspace import Workspace

from .recipients import unconfirmed_cycles, waits_for_recipients


ASKED_FOR = timedelta(days=4)  # a mail server may try for three days before it gives up


def due_dispatches(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of what is due now, or was claimed by a process that died.

    A pack or key list that goes out by itself is left out until its cycle's recipients are
    confirmed.
    """
    with workspace.open_view() as view:
        due = view.due_dispatches(lease=workspace.lease)
        held = unconfirmed_cycles(view)
        rows = view.all(Dispatch, one_of(Dispatch.key, due)) if held else []
        waiting = {row.key for row in rows if waits_for_recipients(row, held, workspace)}
    return tuple(key for key in due if key not in waiting)


def due_concerns(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the keys of concerns that are due: they go before everything else."""
    with workspace.open_view() as view:
        due = view.due_dispatches(lease=workspace.lease)
        concerns = view.all(
            Dispatch, one_of(Dispatch.key, due), Dispatch.purpose == Purpose.CONCERN
        )
    keys = {row.key for row in concerns}
    return tuple(key for key in due if key in keys)


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
        planned = view.all(IssuedPack, IssuedPack.sha256 == "", IssuedPack.edition > 1)
    return tuple(row.id for row in planned)


def issued_cycles(*, workspace: Workspace) -> tuple[str, ...]:
    """Return the cycles that wait for returns."""
    with workspace.open_view() as view:
        rows = view.all(Cycle, Cycle.status == CycleStatus.ISSUED, order_by=Cycle.ref)
    return tuple(row.ref for row in rows)
