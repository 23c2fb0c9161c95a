"""The files that show what became of an action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.storage import ActionEvidence, View, one_of


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One file that was kept as evidence: what it shows, who gave it, and its digest."""

    number: int
    file: str
    shows: str
    by: str
    at: datetime
    size: int  # bytes
    sha256: str


def evidence_of(refs: Sequence[str], view: View) -> list[ActionEvidence]:
    """Return the files of these actions, of all of them where none is named."""
    wanted = []
    if refs:
        wanted.append(one_of(ActionEvidence.action, refs))
    rows = view.all(ActionEvidence, *wanted)
    return sorted(rows, key=lambda row: (row.action, row.number))


def evidence_line(row: ActionEvidence) -> EvidenceLine:
    """Return one file's record, without its bytes."""
    return EvidenceLine(
        row.number, file_name_of(row), row.shows, row.by, row.at, row.size, row.sha256
    )


def file_name_of(row: ActionEvidence) -> str:
    """Return the name under which a file is handed out; it had another, which is not kept."""
    return f"{row.action}-evidence-{row.number}.{row.extension}"
