"""What was sent and what waits, as plain values."""

from collections.abc import Collection, Sequence
from typing import Any

from audits.domain.message import Purpose
from audits.domain.remedies import Remedies, Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.storage import (
    Cycle,
    Dispatch,
    LetterAbout,
    one_of,
)
from audits.workspace import Parts


PERSONS = (DispatchStatus.UNCONFIRMED, DispatchStatus.REFUSED)


Record = dict[str, Any]


def list_dispatches(ref: str | None = None, *, parts: Parts) -> list[Record]:
    """Return the dispatches of one cycle, those that tell of others too, or all there are."""
    with parts.open_view() as view:
        if not ref:
            return _dispatches(view.all(Dispatch, order_by=Dispatch.due_at))
        view.get(Cycle, ref)
        shared = sorted({each.dispatch for each in view.all(LetterAbout, LetterAbout.cycle == ref)})
        rows = {row.key: row for row in view.all(Dispatch, Dispatch.cycle == ref)}
        rows |= {row.key: row for row in view.all(Dispatch, one_of(Dispatch.key, shared))}
        return _dispatches(sorted(rows.values(), key=lambda row: row.due_at))


def _dispatches(rows: Sequence[Dispatch]) -> list[Record]:
    recalled = {row.key for row in rows if row.purpose == Purpose.RECALL}
    return [_dispatch(row, recalled) for row in rows]


def _dispatch(row: Dispatch, recalled: Collection[str]) -> Record:
    about, _, rest = row.key.partition("/")
    unit, _, rest = rest.partition("/")
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
        "recalled": f"{about}/{unit}/{Purpose.RECALL}/{rest.replace('/', '-')}" in recalled,
    }


def remedies_for(key: str, status: str) -> Remedies:
    """Return what a person can do about a message that waits for a person's word."""
    return (Remedy(Verb.CONFIRM_DISPATCH, key),) if status in PERSONS else ()
