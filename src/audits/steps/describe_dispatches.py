"""What was sent and what waits, as plain values."""

from typing import Any

from audits.storage import (
    Cycle,
    Dispatch,
    LetterAbout,
)

from .parts import Parts


Record = dict[str, Any]


def list_dispatches(ref: str | None = None, *, parts: Parts) -> list[Record]:
    """Return the dispatches of one cycle, those that tell of others too, or all there are."""
    with parts.open_view() as view:
        if not ref:
            return [_dispatch(row) for row in view.all(Dispatch, order_by="due_at")]
        view.get(Cycle, ref)
        shared = sorted({each.dispatch for each in view.all(LetterAbout, cycle=ref)})
        rows = {row.key: row for row in view.all(Dispatch, cycle=ref)}
        rows |= {row.key: row for row in view.all(Dispatch, key=shared)}
        return [_dispatch(row) for row in sorted(rows.values(), key=lambda row: row.due_at)]


def _dispatch(row: Dispatch) -> Record:
    return {
        "key": row.key,
        "cycle": row.cycle,
        "unit": row.unit,
        "purpose": row.purpose,
        "status": str(row.status),
        "due_at": row.due_at.isoformat(),
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "attempts": row.attempts,
        "reason": row.reason,
    }
