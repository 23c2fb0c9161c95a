"""Which units know which child, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.pack import KNOWN
from audits.storage import AnswerRow, Cycle
from audits.workspace import Workspace

from .current_rows import asked_units, current_answers, current_case_refs, units_with_nothing


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What each unit says of a case: yes, no, nothing to report, or None for nothing yet.

    ``differs``: one knows the child and another that was asked does not, which somebody should
    look at: is the family with another practice, or is a record missing?
    """

    case: str
    units: Mapping[str, str | None]
    reasons: Mapping[str, str] = field(repr=False)
    differs: bool


def list_known(ref: str, *, workspace: Workspace) -> list[KnownCase]:
    """Return for each case which units know the child.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        view.get(Cycle, ref)
        units = asked_units(ref, view)
        answers = current_answers(ref, view)
        cases = current_case_refs(ref, view)
    known = {(row.case_ref, row.unit): row for row in answers if row.question == KNOWN.id}
    nothing = units_with_nothing(answers)
    return [_known(case, units, known, nothing) for case in cases]


def _known(
    case: str, units: Sequence[str], known: Mapping[tuple[str, str], AnswerRow], nothing: set[str]
) -> KnownCase:
    values: dict[str, str | None] = dict.fromkeys(units)
    reasons = {}
    for unit in units:
        row = known.get((case, unit))
        if row is not None:
            values[unit] = row.value
        if row is not None and row.note:
            reasons[unit] = row.note
        if unit in nothing:
            values[unit] = "nothing to report"
    return KnownCase(case, values, reasons, differs={"yes", "no"} <= set(values.values()))
