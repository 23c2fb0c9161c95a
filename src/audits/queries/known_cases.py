"""Which units know which child, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audits.domain.pack import KNOWN, NOTHING_TO_REPORT
from audits.storage import AnswerRow, Case, Cycle, IssuedPack, is_empty
from audits.workspace import Workspace


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
        units = [
            p.unit
            for p in view.all(
                IssuedPack,
                IssuedPack.cycle == ref,
                IssuedPack.edition == 1,
                order_by=IssuedPack.number,
            )
        ]
        rows = view.all(AnswerRow, AnswerRow.cycle == ref, AnswerRow.current)
        known = {(r.case_ref, r.unit): r.value for r in rows if r.question == KNOWN.id}
        nil = {r.unit for r in rows if r.question == NOTHING_TO_REPORT.id and r.value}
        reasons = {(r.case_ref, r.unit): r.note for r in rows if r.question == KNOWN.id}
        cases = view.all(Case, Case.cycle == ref, is_empty(Case.replaced_by), order_by=Case.number)
    return [_known(case.ref, units, known, reasons, nil) for case in cases]


def _known(
    case: str,
    units: Sequence[str],
    known: Mapping[tuple[str, str], str | None],
    reasons: Mapping[tuple[str, str], str],
    nil: set[str],
) -> KnownCase:
    answers = {unit: known.get((case, unit)) for unit in units}
    answers |= {unit: "nothing to report" for unit in units if unit in nil}
    why = {unit: reasons[case, unit] for unit in units if reasons.get((case, unit))}
    return KnownCase(case, answers, why, differs={"yes", "no"} <= set(answers.values()))
