"""Immediate concerns about children, as plain values."""

from typing import Any

from audits.storage import AnswerRow, Concern, View

from .parts import Parts


Record = dict[str, Any]


def list_concerns(*, parts: Parts) -> list[Record]:
    """Return every immediate concern, those that nobody has taken up first."""
    with parts.open_view() as view:
        rows = view.all(Concern, order_by="raised_at")
        rows.sort(key=lambda row: row.acknowledged_at is not None)
        return [describe_concern(row, view) for row in rows]


def describe_concern(concern: Concern, view: View) -> Record:
    """Return a concern with the words in which it was raised."""
    at = concern.acknowledged_at
    return {
        "id": concern.id,
        "cycle": concern.cycle,
        "unit": concern.unit,
        "case": concern.case_ref,
        "return": concern.return_id,
        "says": _words(concern, view),
        "raised_at": concern.raised_at.isoformat(),
        "acknowledged_at": at.isoformat() if at else None,
        "acknowledged_by": concern.acknowledged_by,
        "done": concern.done,
    }


def _words(concern: Concern, view: View) -> str:
    row = view.first(
        AnswerRow, return_id=concern.return_id, case_ref=concern.case_ref, question="_concern"
    )
    return row.value or "" if row else ""
