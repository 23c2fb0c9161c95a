"""What stands in other tables about one cycle, or about all, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from audits.storage import (
    Case,
    Draw,
    FindingRow,
    Gate,
    SpotCheckRow,
    SurveyCount,
    View,
    is_filled,
)

from .return_status import (
    ReturnStatus,
    return_status,
    returns_of_all_cycles,
    unit_names,
)


R = TypeVar("R", Gate, SpotCheckRow, SurveyCount)


@dataclass(frozen=True, slots=True)
class CycleRows:
    """What stands in other tables about cycles, each thing by the cycle's reference."""

    draws: Mapping[str, Draw]
    cases: Mapping[str, int]
    replaced: Mapping[str, int]
    answered: Mapping[str, int]
    findings: Mapping[str, int]
    returns: Mapping[str, ReturnStatus]
    gates: Mapping[str, list[Gate]]
    checks: Mapping[str, list[SpotCheckRow]]
    surveys: Mapping[str, list[SurveyCount]]
    unit_names: Mapping[str, str]


def rows_about(ref: str | None, view: View) -> CycleRows:
    """Read what stands about a cycle, or about all, in a fixed number of statements."""
    of_cases = _of(Case.cycle, ref)
    gates = view.all(Gate, *_of(Gate.cycle, ref), order_by=Gate.opened_at)
    surveys = view.all(SurveyCount, *_of(SurveyCount.cycle, ref), order_by=SurveyCount.id)
    return CycleRows(
        draws=view.rows_by(Draw, Draw.cycle, *_of(Draw.cycle, ref)),
        cases=view.counts_by(Case.cycle, *of_cases),
        replaced=view.counts_by(Case.cycle, *of_cases, is_filled(Case.replaced_by)),
        answered=view.cases_answered(ref),
        findings=view.counts_by(FindingRow.cycle, *_of(FindingRow.cycle, ref)),
        returns=_returns(ref, view),
        gates=_by_cycle(gates),
        checks=_by_cycle(view.all(SpotCheckRow, *_of(SpotCheckRow.cycle, ref))),
        surveys=_by_cycle(surveys),
        unit_names=unit_names(view),
    )


def _returns(ref: str | None, view: View) -> Mapping[str, ReturnStatus]:
    if ref is None:
        return returns_of_all_cycles(view)
    return {ref: return_status(ref, view)}


def _of(column: str, ref: str | None) -> tuple[bool, ...]:
    """Return the condition that a row is of this cycle; none if every cycle's are wanted."""
    if ref is None:
        return ()
    return (column == ref,)


def _by_cycle(rows: Iterable[R]) -> Mapping[str, list[R]]:
    by_cycle: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        by_cycle[row.cycle].append(row)
    return by_cycle
