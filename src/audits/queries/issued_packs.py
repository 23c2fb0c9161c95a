"""The packs of a cycle, as plain values."""

from typing import Any

from audits.storage import (
    Cycle,
    IssuedPack,
)
from audits.workspace import Parts


Record = dict[str, Any]


def list_packs(ref: str, *, parts: Parts) -> list[Record]:
    """Return the packs of a cycle."""
    with parts.open_view() as view:
        view.get(Cycle, ref)
        return [
            {
                "unit": pack.unit,
                "edition": pack.edition,
                "file": pack.file_name,
                "cases": pack.cases,
                "questions": pack.questions,
                "sha256": pack.sha256,
            }
            for pack in view.all(IssuedPack, IssuedPack.cycle == ref, order_by=IssuedPack.number)
        ]
