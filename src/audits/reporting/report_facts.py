"""What a report says beside findings: who looked again, what was said before and corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .forbidden_claims import check_coefficients, check_met


@dataclass(frozen=True, slots=True)
class StratumFact:
    """One part of the frame: how many it holds, were drawn, and were answered for."""

    name: str
    frame: int
    drawn: int
    answered: int


@dataclass(frozen=True, slots=True)
class GradesFact:
    """One question graded twice: counts by choice, how each pair met, and which way grades moved.

    ``table`` has a row for each choice of the units' own and a column for each moderated one.
    """

    label: str
    scale: tuple[str, ...]
    own: tuple[int, ...]
    moderated: tuple[int, ...]
    table: tuple[tuple[int, ...], ...]
    raised: int
    lowered: int
    same: int
    apart: int
    is_ranked: bool = True  # False: decisions, of which none is higher than another

    def __post_init__(self) -> None:
        """Refuse grades of different scales, whose shades would say that they are alike."""
        check_met(self.scale, self.own, self.moderated, self.table)


@dataclass(frozen=True, slots=True)
class RatersFact:
    """One question rated twice, neither in sight of the other; what may be said, and what not."""

    label: str
    scale: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    says: tuple[str, ...]
    disagreements: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a coefficient of too few pairs, and kappa alone."""
        check_coefficients(self.says, pairs=sum(map(sum, self.table)))


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """Decisions made, a row each, beside what was decided again, a column each.

    ``frame`` holds how many of each row could be drawn; ``says`` what that allows to be said.
    """

    asks: str
    made: tuple[str, ...]
    decided: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    frame: tuple[int, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConcernFact:
    """An immediate concern, whether somebody took it up, and what was done."""

    case: str
    unit: str
    taken_up: bool
    done: str


@dataclass(frozen=True, slots=True)
class PreviousFact:
    """One area for development of the cycle before, and how the same question comes out now.

    ``is_proven`` tells whether its numbers show that it got better, and not chance alone.
    """

    cycle: str
    text: str
    now: str
    actions: str
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionFact:
    """What a unit said of a draft finding, and what became of it."""

    finding: str
    unit: str
    decision: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class ResponseFact:
    """How many units had returned by each working day, and of how many it was expected.

    ``due_day``, ``reminders`` and ``extended`` are days; ``extended`` holds, for each unit that was
    given more time, the day it has until. ``expected`` is how many were asked;
    ``still_expected`` the same by day, less those waived by then, empty where nobody was.
    """

    returned: tuple[int, ...]
    expected: int
    due_day: int
    reminders: tuple[int, ...]
    extended: tuple[int, ...] = ()
    still_expected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonFact:
    """What was asked for a leaflet, and what was answered, each once."""

    asks: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberFact:
    """One question for a number: what was given about randomly drawn cases, the smallest first.

    Each agency's answer about each case is one of ``values``; ``unanswered`` were not given.
    """

    asks: str
    values: tuple[float, ...]
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class BreakdownFact:
    """Who the children were by one characteristic, with small counts withheld.

    ``children`` are all of the audit, of whom ``not_recorded`` and ``in_other_words`` are in no
    group; None if the register says it of nobody. ``groups`` hold each group with how many of the
    audit and of the others who could have been drawn are in it, None where that is withheld.
    """

    title: str
    children: int | None = None
    not_recorded: int = 0
    in_other_words: int = 0
    groups: tuple[tuple[str, int | None, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says of one cycle beside its findings; what is not known is empty."""

    legal_basis: str = ""
    why_now: str = ""
    is_census: bool = False
    on_record: bool = True  # False: an earlier report tells of it, and prints what it prints
    commitment: str = ""
    moderators: tuple[str, ...] = ()
    strata: tuple[StratumFact, ...] = ()
    out_of_scope: Mapping[str, int] = field(default_factory=dict)
    answered: int = 0  # randomly drawn cases with an answer to any question on a scale
    grades: tuple[GradesFact, ...] = ()
    raters: tuple[RatersFact, ...] = ()
    compared: tuple[ComparedFact, ...] = ()
    concerns: tuple[ConcernFact, ...] = ()
    previous: tuple[PreviousFact, ...] = ()
    corrections: tuple[CorrectionFact, ...] = ()
    response: ResponseFact | None = None
    lessons: tuple[LessonFact, ...] = ()
    numbers: tuple[NumberFact, ...] = ()
    breakdowns: tuple[BreakdownFact, ...] = ()
