"""The registers that were loaded."""

from dataclasses import dataclass
from datetime import datetime

from audits.storage import Register
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One loaded register: how many rows came in, what they made, and how many were refused."""

    name: str
    sha256: str
    rows_in: int
    units: int
    rejected: int
    loaded_at: datetime


def list_registers(*, workspace: Workspace) -> list[RegisterLine]:
    """Return the registers that were loaded, the latest last."""
    with workspace.open_view() as view:
        rows = view.all(Register, order_by=Register.loaded_at)
    return [
        RegisterLine(row.name, row.sha256, row.rows_in, row.units, row.rejected, row.loaded_at)
        for row in rows
    ]
