"""What was said about the draft findings of a cycle, and what changed in them."""

from dataclasses import dataclass
from datetime import datetime

from audits.domain.finding import ACCEPTED, CALLED_WRONG
from audits.domain.naming import Audience, Naming, naming_of
from audits.storage import Correction, Cycle
from audits.templates import partnership_of, template_of
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What a unit, or the quality group, said about one draft finding, and what became of it."""

    cycle: str
    finding: str
    unit: str
    decision: str
    text_before: str
    text_after: str
    numbers: str
    why: str
    at: datetime
    noted_by: str


def quality_group_of(cycle: Cycle) -> str:
    """Return what the group that agrees a cycle's findings is called."""
    return partnership_of(cycle.partnership).quality_group.short


def list_corrections(ref: str, *, workspace: Workspace) -> list[CorrectionLine]:
    """Return what was said about each draft finding, what changed and why, oldest first.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        group = quality_group_of(cycle)
        naming = naming_of(template_of(cycle.template), Audience.READERS)
        rows = view.all(Correction, Correction.cycle == ref, order_by=Correction.id)
    return [
        CorrectionLine(
            row.cycle, row.finding, _by(row, naming, group), row.decision, row.text_before,
            row.text_after, row.numbers, row.why, row.at, noted_by(row, naming),
        )
        for row in rows
    ]  # fmt: skip


def noted_by(row: Correction, naming: Naming) -> str:
    """Return who wrote down what was said; a unit's own person is named as far as the unit is."""
    if row.unit is None or row.decision not in (CALLED_WRONG, ACCEPTED):
        return row.noted_by
    return naming.unit(row.noted_by)


def _by(row: Correction, naming: Naming, group: str) -> str:
    if row.unit is None:
        return group
    return naming.unit(row.unit)
