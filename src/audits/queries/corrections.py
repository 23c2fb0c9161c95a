"""What changed in the findings, as plain values."""

from typing import Any

from audits.storage import Correction, Cycle
from audits.workspace import Parts


QEG = "QEG"


def list_corrections(ref: str, *, parts: Parts) -> list[dict[str, Any]]:
    """Return what was said about each draft finding, what changed and why, oldest first."""
    with parts.open_view() as view:
        view.get(Cycle, ref)
        return [
            {**row.model_dump(mode="json", exclude={"id"}), "unit": row.unit or QEG}
            for row in view.all(Correction, Correction.cycle == ref, order_by=Correction.id)
        ]
