"""What is known of a cycle, as papers take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.question import Question


@dataclass(frozen=True, slots=True)
class UnitReturn:
    """What came back from one unit; ``outcome`` in words."""

    unit: str
    outcome: str


@dataclass(frozen=True, slots=True)
class FindingFact:
    """One finding; ``says`` is its natural frequency with the interval in words."""

    id: str
    kind: FindingKind
    theme: str
    text: str
    says: str


@dataclass(frozen=True, slots=True)
class ActionFact:
    """One action of the cycle."""

    id: str
    title: str
    owner: str
    due: date | None
    measure: str


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """One cycle at one moment. ``since`` and ``until`` are the window's first and last day."""

    ref: str
    title: str
    asks: str
    board: str
    since: date | None
    until: date
    population: int
    eligible: int
    excluded: Mapping[str, int]
    drawn: int
    targeted: int
    returns: tuple[UnitReturn, ...]
    judged: tuple[tuple[Question, tuple[JudgedCase, ...]], ...]
    findings: tuple[FindingFact, ...]
    actions: tuple[ActionFact, ...]
    concerns: int
    agreed: bool
    made_on: date
    issued: int = 0  # packs, and of them those with something readable back
    returned: int = 0
    names_units: bool = True
    beside: tuple[str, ...] = ()  # what stands beside the returns, a sentence each
