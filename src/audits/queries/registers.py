"""The registers that were loaded, as plain values."""

from typing import Any

from audits.storage import (
    Register,
)
from audits.workspace import Parts


Record = dict[str, Any]


def list_registers(*, parts: Parts) -> list[Record]:
    """Return the registers that were loaded, the latest last."""
    with parts.open_view() as view:
        return [
            {
                "name": row.name,
                "sha256": row.sha256,
                "rows_in": row.rows_in,
                "units": row.units,
                "rejected": row.rejected,
                "loaded_at": row.loaded_at.isoformat(),
            }
            for row in view.all(Register, order_by=Register.loaded_at)
        ]
