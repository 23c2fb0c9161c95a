"""What stands where in the engine, as plain values: for a person, and for what watches over it."""

from datetime import datetime
from typing import Any

from audits.actions import qeg_cutoff
from audits.domain.gates import RECIPIENTS
from audits.queries.recipients import HELD
from audits.storage import WaitingSince
from audits.workspace import Parts

from .troubles import Kept, TickHealth, look_at_kept, look_at_ticks


Record = dict[str, Any]


def engine_status(*, parts: Parts) -> Record:
    """Return the ticks, what waits for a person, and whether what is kept can be read.

    In so many statements, however much there is. Without a database there is nothing of the first
    two.
    """
    kept = look_at_kept(parts=parts)
    ticks = () if kept.database else look_at_ticks(parts=parts)
    return {
        "ticks": [_tick(each) for each in ticks],
        "waiting": {} if kept.database else what_waits(parts=parts),
        "disk_free_mb": kept.disk_free_mb,
        "disk_is_low": kept.disk_is_low,
        "faults": [each for each in (kept.database, kept.vault) if each],
    }


def health(*, parts: Parts) -> Record:
    """Return whether all is well, with its figures; nothing in it names anybody or any place."""
    kept = look_at_kept(parts=parts)
    ticks = () if kept.database else look_at_ticks(parts=parts)
    late = [each.name for each in ticks if each.is_late]
    is_well = not (late or kept.database or kept.vault or kept.disk_is_low)
    return {
        "status": "ok" if is_well else "not ok",
        "late": late,
        "ticks": [_times(each) for each in ticks],
        **_figures(kept),
    }


def what_waits(*, parts: Parts) -> dict[str, int]:
    """Return how many of each thing wait for a person, in one statement."""
    since = WaitingSince(
        now=parts.clock(),
        due_before=qeg_cutoff(parts.today()),
        gate=RECIPIENTS,
        held=HELD,
        channels=[name for name, each in parts.channels.items() if not each.by_hand],
    )
    with parts.open_view() as view:
        return view.waiting(since)


def _figures(kept: Kept) -> Record:
    return {
        "database_can_be_read": not kept.database,
        "vault_can_be_read": not kept.vault,
        "disk_free_mb": kept.disk_free_mb,
        "disk_low_mb": kept.disk_low_mb,
    }


def _tick(each: TickHealth) -> Record:
    state = each.state
    return {
        **_times(each),
        "failures": state.failures if state else 0,
        "error": state.error if state else "",
    }


def _times(each: TickHealth) -> Record:
    state = each.state
    return {
        "name": each.name,
        "started_at": _iso(state.started_at if state else None),
        "succeeded_at": _iso(state.succeeded_at if state else None),
        "failed_at": _iso(state.failed_at if state else None),
        "is_late": each.is_late,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
