"""Audits that somebody else made, with the actions that came of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from audits.storage import ActionRow, ExternalAudit, one_of
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ExternalLine:
    """An audit made elsewhere; ``actions`` are the numbers of those that came of it."""

    ref: str
    kind: str
    title: str
    made_by: str
    made_on: date
    looked_at: int | None  # how many cases or files, if it was said
    result: str
    actions: tuple[str, ...]


def list_external(*, workspace: Workspace) -> list[ExternalLine]:
    """Return the audits made elsewhere, the latest first."""
    actions: dict[str, list[str]] = defaultdict(list)
    with workspace.open_view() as view:
        audits = view.all(ExternalAudit, order_by=ExternalAudit.made_on)
        refs = [audit.ref for audit in audits]
        for row in view.all(ActionRow, one_of(ActionRow.source, refs), order_by=ActionRow.id):
            actions[row.source].append(row.id)
    return [
        ExternalLine(
            row.ref, row.kind, row.title, row.made_by, row.made_on, row.looked_at, row.result,
            tuple(actions[row.ref]),
        )
        for row in reversed(audits)
    ]  # fmt: skip
