"""What an audit found: a claim, its count, its frame and the answers behind it."""

from dataclasses import dataclass
from enum import StrEnum

from .grade import Layer
from .question import Standing


class FindingKind(StrEnum):
    """Which way a finding points."""

    STRENGTH = "strength"
    DEVELOPMENT = "development"


@dataclass(frozen=True, slots=True)
class Interval:
    """How many of the ``frame`` may share what ``x`` of ``n`` drawn cases showed, ends included.

    Of a census ``low`` and ``high`` are ``x`` and ``level`` is 1: it was counted, not estimated.

    Raises:
        ValueError: if the numbers cannot belong together.
    """

    x: int
    n: int
    frame: int
    low: int
    high: int
    level: float = 0.95

    def __post_init__(self) -> None:
        if not 0 <= self.x <= self.n <= self.frame or not self.x <= self.low <= self.high:
            raise ValueError(f"not an interval: {self}")
        if self.high > self.frame - (self.n - self.x):
            raise ValueError(f"not an interval: {self}")


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One agency's answer about one case, as a finding cites it.

    ``layer`` says whose judgement the value is; ``answer_id`` is the unit's own answer behind it.
    """

    unit: str
    case: str
    question: str
    value: str | None
    targeted: bool
    answer_id: str = ""
    layer: Layer = Layer.SELF


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """One case as one question leaves it: the weakest answer of the agencies that were asked.

    ``standing`` says whether it counts; both it and ``value`` are None when nobody answered.
    ``answers`` are all that were given, the missing ones (value None) included.
    """

    case: str
    value: str | None
    standing: Standing | None
    targeted: bool
    answers: tuple[CaseAnswer, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Return the units that were asked about this case and did not answer."""
        return tuple(answer.unit for answer in self.answers if answer.value is None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A strength or an area for development, bound to its numbers.

    ``x`` of ``n`` randomly drawn cases that could be judged; ``left_out`` counts the cases that
    were not applicable or targeted; ``cannot_tell`` those whose record did not say;
    ``unanswered`` the randomly drawn cases that nobody answered for.
    """

    id: str
    theme: str
    question: str
    kind: FindingKind
    text: str
    interval: Interval
    left_out: int
    cannot_tell: int
    answers: tuple[CaseAnswer, ...]
    unanswered: int = 0
