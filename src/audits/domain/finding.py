"""What an audit found: a claim, its count, its frame and the answers behind it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from .grade import Layer
from .question import Standing


# What a unit says of a draft finding, and what became of that.
ACCEPTED, REWORDED, REJECTED = "accepted", "reworded", "rejected"
CALLED_WRONG = "called wrong"  # until somebody has answered it


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
class Part:
    """One stratum or one week: ``x`` of the ``n`` judged, out of ``frame`` that could be drawn.

    ``not_applicable`` more were drawn to which the question does not apply, and ``unknown`` more
    of which nobody could tell or answered.

    Raises:
        ValueError: if the numbers cannot belong together.
    """

    name: str
    x: int
    n: int
    frame: int
    not_applicable: int = 0
    unknown: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.x <= self.n:
            raise ValueError(f"{self.x} of {self.n} cannot be")
        if min(self.not_applicable, self.unknown) < 0 or self.drawn > self.frame:
            raise ValueError(f"{self.drawn} cannot have been drawn from the {self.frame} of a part")

    @property
    def drawn(self) -> int:
        """Return how many were drawn, judged or not."""
        return self.known + self.unknown

    @property
    def known(self) -> int:
        """Return of how many it is known whether the question applies, and if so what was found."""
        return self.n + self.not_applicable

    @property
    def mirrored(self) -> "Part":
        """Return the part with what was found and what was not changed about."""
        return replace(self, x=self.n - self.x)


class Method(StrEnum):
    """How the bounds of a finding were worked out."""

    COUNTED = "counted"  # a census: nothing is estimated
    EXACT = "exact"  # one simple draw: the hypergeometric's
    WEIGHTED = "weighted"  # parts drawn at different rates, each counted at its size


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a count says of its frame: the bounds, the share, how both were worked out.

    ``share`` is of the judged cases, weighed if the method is; None when none was judged. ``ends``
    are of the share among all those of the frame to which the question applies, from 0 to 1.
    ``parts`` are the strata of the draw, those from which no case was judged among them.
    """

    interval: Interval
    share: float | None
    method: Method
    parts: tuple[Part, ...] = ()
    ends: tuple[float, float] = (0.0, 1.0)

    @property
    def silent(self) -> tuple[Part, ...]:
        """Return the strata of which nothing is known."""
        return tuple(part for part in self.parts if part.frame and not part.known)

    @property
    def is_of_all(self) -> bool:
        """Tell whether each case drawn was judged, so that the share is one of the whole frame."""
        return all(part.drawn == part.n for part in self.parts)


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
    ``unanswered`` the randomly drawn cases that nobody answered for. ``method``, ``share`` and
    ``parts`` are the estimate's.
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
    method: Method = Method.EXACT
    share: float | None = None
    parts: tuple[Part, ...] = ()
