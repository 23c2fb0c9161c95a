"""What is ready for a step: the keys that ticks and commands go through, one at a time."""

from datetime import timedelta

from audits.domain.message import Purpose
from audits.domain.status import CycleStatus, DispatchStatus
from audits.storage import Cycle, Dispatch, IssuedPack, is_empty, one_of
from audits.workspace import Parts

from .recipients import unconfirmed_cycles, waits_for_recipients


ASKED_FOR = timedelta(days=4)  # a mail server may try for three days before it gives up


def due_dispatches(*, parts: Parts) -> tuple[str, ...]:
    """Return the keys of what is due now, or was claimed by a process that died.

    A pack or key list that goes out by itself is left out until its cycle's recipients are
    confirmed.
    """
    with parts.open_view() as view:
        due = view.due_dispatches(lease=parts.lease)
        held = unconfirmed_cycles(view)
        rows = view.all(Dispatch, one_of(Dispatch.key, due)) if held else []
        waiting = {row.key for row in rows if waits_for_recipients(row, held, parts)}
    return tuple(key for key in due if key not in waiting)


def due_concerns(*, parts: Parts) -> tuple[str, ...]:
    """Return the keys of concerns that are due: they go before everything else."""
    with parts.open_view() as view:
        due = view.due_dispatches(lease=parts.lease)
        concerns = view.all(
            Dispatch, one_of(Dispatch.key, due), Dispatch.purpose == Purpose.CONCERN
        )
    keys = {row.key for row in concerns}
    return tuple(key for key in due if key in keys)


def sent_dispatches(*, parts: Parts) -> tuple[str, ...]:
    """Return the keys of what was sent lately by a channel that can tell, and may yet bounce."""
    since = parts.clock() - ASKED_FOR
    tell = [name for name, channel in parts.channels.items() if channel.can_tell]
    with parts.open_view() as view:
        rows = view.all(
            Dispatch,
            Dispatch.status == DispatchStatus.SENT,
            is_empty(Dispatch.delivered_at),
            one_of(Dispatch.channel, tell),
            order_by=Dispatch.sent_at,
        )
    return tuple(row.key for row in rows if row.sent_at and row.sent_at >= since)


def unread_returns(*, parts: Parts) -> tuple[str, ...]:
    """Return what was kept by a process that died before it could read it."""
    with parts.open_view() as view:
        return tuple(view.unread_returns(lease=parts.lease))


def unwritten_queries(*, parts: Parts) -> tuple[str, ...]:
    """Return the editions that were planned by a process that died before it could write them."""
    with parts.open_view() as view:
        planned = view.all(IssuedPack, IssuedPack.sha256 == "", IssuedPack.edition > 1)
    return tuple(row.id for row in planned)


def issued_cycles(*, parts: Parts) -> tuple[str, ...]:
    """Return the cycles that wait for returns."""
    with parts.open_view() as view:
        rows = view.all(Cycle, Cycle.status == CycleStatus.ISSUED, order_by=Cycle.ref)
    return tuple(row.ref for row in rows)
