"""What each agency said behind one finding, and in which cases they said different things."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audits.domain.finding import CaseAnswer


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """How often one unit gave each answer; ``unanswered`` cases it was asked about and left."""

    unit: str
    counts: Mapping[str, int]
    unanswered: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Who said what. ``shared`` cases have answers of two units or more; of them some differ.

    ``differing`` maps each case on which units differ to what each of them said. Units come in
    the order of their codes, never by how well they did.
    """

    units: tuple[UnitSaid, ...]
    shared: int
    differing: Mapping[str, Mapping[str, str]]


def pattern(answers: Iterable[CaseAnswer]) -> Pattern:
    """Return how the units' answers to one question lie beside each other."""
    by_unit: dict[str, Counter[str]] = defaultdict(Counter)
    unanswered: Counter[str] = Counter()
    by_case: dict[str, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        if answer.value is None:
            unanswered[answer.unit] += 1
            continue
        by_unit[answer.unit][answer.value] += 1
        by_case[answer.case][answer.unit] = answer.value
    units = sorted({*by_unit, *unanswered})
    counts = [UnitSaid(unit, dict(by_unit[unit]), unanswered[unit]) for unit in units]
    shared, differing = 0, {}
    for case, values in sorted(by_case.items()):
        shared += len(values) > 1
        if len(set(values.values())) > 1:
            differing[case] = values
    return Pattern(tuple(counts), shared, differing)
