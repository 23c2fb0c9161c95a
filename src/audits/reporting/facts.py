"""What is known of a cycle, as papers take it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.frequency import plainest
from audits.domain.partnership import Partnership
from audits.domain.question import Question

from .forbidden_claims import check_claim
from .measured import MeasuredFact
from .report_facts import ReportFacts


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
    question: str = ""
    x: int = 0
    n: int = 0
    words: tuple[str | None, ...] = ()  # the word for a share, for each x from 0 to n
    seen_in: tuple[int, int] = (0, 0)  # agencies whose answers show it, of those that answered
    sure_words: str = ""  # what its rule makes sure of, whatever the numbers are
    good: str = ""  # the sentence of the same rule for a strength
    measured: MeasuredFact | None = None  # the same numbers, to be drawn

    @property
    def public_text(self) -> str:
        """Return its words as the public may read them.

        How often is left out where it follows the numbers, for it would tell what they are. A
        report that printed no number is told as it was printed.
        """
        return self.sure_words or (plainest(self.text) if self.n else self.text)

    def __post_init__(self) -> None:
        """Refuse what so few cases cannot bear."""
        check_claim(self.says, n=self.n)


@dataclass(frozen=True, slots=True)
class ActionFact:
    """One action of the cycle."""

    id: str
    title: str
    owner: str
    due: date | None
    measure: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class AccountFact:
    """What a report of an earlier year tells of an audit around its findings."""

    context: tuple[str, ...] = ()
    lead: str = ""
    came_of_it: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """One cycle at one moment. ``since`` and ``until`` are the window's first and last day."""

    ref: str
    title: str
    asks: str
    partnership: Partnership  # as it was called when the cycle was opened
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
    issued: int = 0  # packs, and of them those that are back
    returned: int = 0
    late: int = 0  # units whose first return came after its day
    still_asked: int = 0  # came, and are asked again about some answers
    went_ahead: tuple[str, ...] = ()  # what it went ahead without, and why, a sentence each
    waived: tuple[tuple[str, int], ...] = ()  # no return is expected: why, and of how many
    names_units: bool = True
    beside: tuple[str, ...] = ()  # what stands beside the returns, a sentence each
    report: ReportFacts = field(default_factory=ReportFacts)
    account: AccountFact | None = None  # None: it is our own audit

    @property
    def came(self) -> int:
        """Return how many workbooks came, those that must still be completed too."""
        return self.returned + self.still_asked

    def findings_of(self, kind: FindingKind) -> list[FindingFact]:
        """Return the findings that point one way, in their order."""
        return [finding for finding in self.findings if finding.kind is kind]


def drawn_at_random(cases: Iterable[JudgedCase]) -> list[JudgedCase]:
    """Return the cases that count: those that a person chose are in no number."""
    return [case for case in cases if not case.targeted]


def values_at_random(cases: Iterable[JudgedCase]) -> Counter[str | None]:
    """Return how many of the randomly drawn cases have each value, None where nobody answered."""
    return Counter(case.value for case in drawn_at_random(cases))
