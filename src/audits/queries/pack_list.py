"""The packs of a cycle."""

from dataclasses import dataclass

from audits.storage import Cycle, IssuedPack
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PackLine:
    """One edition of one unit's pack; ``sha256`` is empty until its file is written."""

    unit: str
    edition: int
    file: str
    cases: int
    questions: int
    sha256: str


def list_packs(ref: str, *, workspace: Workspace) -> list[PackLine]:
    """Return the packs of a cycle in the order they were issued.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        view.get(Cycle, ref)
        packs = view.all(IssuedPack, IssuedPack.cycle == ref, order_by=IssuedPack.number)
    return [
        PackLine(row.unit, row.edition, row.file_name, row.cases, row.questions, row.sha256)
        for row in packs
    ]
