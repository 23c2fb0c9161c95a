"""What is known of a month or a quarter of weekly audits, as its papers take it."""

from dataclasses import dataclass
from datetime import date

from audits.domain.finding import FindingKind
from audits.domain.partnership import Partnership

from .charts import Month
from .facts import ActionFact
from .forbidden_claims import check_claim
from .gap_chart import Gaps
from .paper import Strip
from .waiting_times import WaitsFact


@dataclass(frozen=True, slots=True)
class WeekFact:
    """One week that is in the paper."""

    ref: str
    eligible: int
    drawn: int
    targeted: int
    issued: int
    returned: int
    waived: int = 0  # of those issued; no return was expected


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One question over the period: ``x`` of ``n`` judged cases were ``good``.

    ``says`` is the count with its range in words; ``word`` the one word for a proportion that the
    whole range bears, "" where none does; ``aside`` says what became of the
    ``not_judged``.
    """

    label: str
    good: str
    x: int
    n: int
    says: str
    word: str
    aside: str
    not_judged: int = 0

    def __post_init__(self) -> None:
        """Refuse what so few cases cannot bear."""
        check_claim(self.says, n=self.n)


@dataclass(frozen=True, slots=True)
class TrendFact:
    """The months of one question, with exact limits; ``trial`` below twelve months."""

    title: str
    months: tuple[Month, ...]
    centre: float | None
    trial: bool


@dataclass(frozen=True, slots=True)
class RareFact:
    """Cases of the lowest grade: in words, and as gaps where they are rare enough for that."""

    title: str
    says: str
    gaps: Gaps | None = None


@dataclass(frozen=True, slots=True)
class PeriodFinding:
    """What was found in some of the weeks in the same words, and in how many of them."""

    kind: FindingKind
    text: str
    weeks: int


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """One month or quarter of one kind of audit.

    ``not_in_it`` names cycles of the period that are not agreed, each with where it stands;
    ``reworded`` what is left out of trends because it was asked in other words.
    """

    name: str
    title: str
    asks: str
    partnership: Partnership
    made_on: date
    weeks: tuple[WeekFact, ...]
    not_in_it: tuple[str, ...]
    items: tuple[ItemFact, ...]
    strips: tuple[Strip, ...]
    trends: tuple[TrendFact, ...]
    alarms: tuple[str, ...]
    rare: tuple[RareFact, ...]
    findings: tuple[PeriodFinding, ...]  # the commonest first
    actions: tuple[ActionFact, ...]
    reworded: tuple[str, ...] = ()
    concerns: int = 0
    waits: WaitsFact | None = None
