"""The files that show what became of an action, as plain values."""

from collections.abc import Sequence
from typing import Any

from audits.storage import ActionEvidence, View, one_of


def evidence_of(refs: Sequence[str], view: View) -> list[ActionEvidence]:
    """Return the files of these actions, of all of them where none is named."""
    rows = (
        view.all(ActionEvidence, one_of(ActionEvidence.action, refs))
        if refs
        else view.all(ActionEvidence)
    )
    return sorted(rows, key=lambda each: (each.action, each.number))


def describe_evidence(row: ActionEvidence) -> dict[str, Any]:
    """Return one file's record: its number and digest, who gave it when, and what it shows."""
    return {
        "number": row.number,
        "file": file_name_of(row),
        "shows": row.shows,
        "by": row.by,
        "at": row.at.isoformat(),
        "size": row.size,
        "sha256": row.sha256,
    }


def file_name_of(row: ActionEvidence) -> str:
    """Return the name under which a file is handed out; it had another, which is not kept."""
    return f"{row.action}-evidence-{row.number}.{row.extension}"
