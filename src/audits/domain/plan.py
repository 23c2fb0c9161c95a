"""What a template decides about population, sample, timeline and findings, as plain values.

The templates room fills these from YAML (and refuses unknown keys); pure rooms take them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .from_file import FromFile
from .question import Question


class Allocation(StrEnum):
    """How a sample is shared out between strata."""

    PROPORTIONAL = "proportional"
    EQUAL = "equal"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Strata(FromFile):
    """How the frame is divided: by which attribute, and how many cases each part gives."""

    by: str
    allocate: Allocation = Allocation.PROPORTIONAL
    at_least: int = 0
    fixed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Targeted(FromFile):
    """How many cases a person may choose; they are flagged and left out of every estimate."""

    at_most: int = 0


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How many cases, from which strata, and who is left out. ``size`` None is a census.

    ``quotas`` instead of ``strata`` name two attributes and how many cases each value of them
    gives. ``flag_live_proceedings`` and ``independent_of`` (``worker``, ``team``) leave nobody
    out: they name what a person must look at before a draw is approved.
    ``by_name``: every case is chosen by a person with a reason, and none is drawn.
    """

    size: int | None
    strata: Strata | None = None
    targeted: Targeted = field(default_factory=Targeted)
    audited_within_months: int | None = None
    one_child_a_family: bool = False
    leave_out_restricted: bool = False
    quotas: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    open_at_least_months: int | None = None
    flag_live_proceedings: bool = False
    independent_of: tuple[str, ...] = ()
    by_name: bool = False

    @property
    def is_census(self) -> bool:
        """Tell whether everything in the frame is asked about, so that nothing is estimated."""
        return self.size is None and not (self.strata and self.strata.fixed)


@dataclass(frozen=True, slots=True)
class SpotCheck(FromFile):
    """Which answers are claims to be looked at, and how many of them are drawn."""

    question: str
    of: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Promises(FromFile):
    """Which answers say what a unit will do, by when, and what will show that it worked."""

    what: str
    by: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Moderation:
    """Which answers are graded again, and by whom; one case in so many is rated twice, blind.

    ``questions`` names them; without it they are the overall grades, or with ``every_scale``
    whatever has a scale. ``follow_up`` holds the choices that need a named follow-up, None for the
    lowest of each scale that is no decision.
    """

    every_scale: bool = False
    desk: bool = True
    panel: bool = False
    second_one_in: int | None = None
    questions: tuple[str, ...] = ()
    follow_up: tuple[str, ...] | None = None

    def grades(self, question: Question) -> bool:
        """Tell whether the answers to a question are graded again."""
        if question.scale is None:
            return False
        if self.questions:
            return question.id in self.questions
        return question.is_grade or self.every_scale

    def wants_follow_up(self, question: Question, value: str) -> bool:
        """Tell whether somebody must be named who follows up such a grade."""
        if self.follow_up is not None:
            return value in self.follow_up
        return question.is_lowest(value)


@dataclass(frozen=True, slots=True)
class KeyItem:
    """A question that is watched week by week, for its share of good answers falling.

    Raises:
        ValueError: if the share to notice is not below the usual one.
    """

    question: str
    usual: float
    trouble: float

    def __post_init__(self) -> None:
        if not 0 < self.trouble < self.usual < 1:
            raise ValueError(f"'{self.question}' cannot fall from {self.usual} to {self.trouble}")


@dataclass(frozen=True, slots=True)
class ShareRule:
    """A rule on the share (or count) of judged cases that were given certain choices or numbers.

    Exactly one of ``below``, ``at_least`` (shares from 0 to 1) and ``count_at_least`` is set. Of a
    question for a number ``of`` is empty, and one of ``more_than`` and ``less_than`` is set.
    """

    of: tuple[str, ...] = ()
    below: float | None = None
    at_least: float | None = None
    count_at_least: int | None = None
    more_than: float | None = None
    less_than: float | None = None

    def is_met_by(self, value: str | None) -> bool:
        """Tell whether a judged case's answer is among those that the rule counts."""
        if value is None or (self.more_than is None and self.less_than is None):
            return value in self.of
        if self.more_than is not None:
            return float(value) > self.more_than
        return self.less_than is not None and float(value) < self.less_than

    @property
    def sure_share(self) -> float:
        """Return the share of cases that its sentence is true of at least; a count tells none."""
        return 1 - self.below if self.below is not None else self.at_least or 0.0


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """The action a finding suggests; a person accepts it at sign-off."""

    title: str
    owner: str
    within_working_days: int
    measure: str = ""


@dataclass(frozen=True, slots=True)
class FindingRule:
    """When answers to one question become a finding.

    ``minimum`` judged random cases are needed before a *share* may be judged; counts need none.
    """

    theme: str
    question: str
    development_when: ShareRule | None
    development_text: str
    strength_when: ShareRule | None
    strength_text: str
    minimum: int = 20
    action: ProposedAction | None = None
