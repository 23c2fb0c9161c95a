"""What truly happened, written down while it is played; the engine never sees it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.domain.ladder import Escalation
from audits.domain.plan import FindingRule, Promises
from audits.domain.question import Question

from .calendar import working_days_on
from .intent import Intent, Key
from .registers import Member
from .waiting import Waited


OwnedAction = tuple[str, str]  # its title and its owner: two may promise in the same words


@dataclass
class Told:
    """One cycle's truth: who was asked about what, what they meant, and what was done when."""

    ref: str
    kind: str
    opened: date
    days: int
    remind: tuple[int, ...]
    escalate: tuple[Escalation, ...]
    queries_within: int
    questions: tuple[Question, ...]
    rules: tuple[FindingRule, ...]
    asked_of: dict[str, tuple[str, ...]]  # unit to its cases
    questions_of: dict[str, tuple[Question, ...]]
    targeted: frozenset[str] = frozenset()
    promises: Promises | None = None
    members: Mapping[str, Member] = field(default_factory=dict, repr=False)  # by case
    intents: dict[str, Intent] = field(default_factory=dict, repr=False)
    expected_frame: dict[str, str] = field(default_factory=dict, repr=False)  # id to reason
    families: dict[str, str] = field(default_factory=dict, repr=False)
    strata: dict[str, str] = field(default_factory=dict, repr=False)  # by case, its part of ...
    could_be_drawn: Counter[str] = field(default_factory=Counter)  # ... the frame, and how many
    taken: list[tuple[date, str]] = field(default_factory=list)  # accepted returns, day and unit
    analysed_on: date | None = None
    panel: dict[tuple[str, str, str], str] = field(default_factory=dict)  # unit, case, question
    # Where each action is, and which earlier audit opened those that were found again.
    updates: dict[OwnedAction, tuple[str, int]] = field(default_factory=dict)
    again: dict[OwnedAction, str] = field(default_factory=dict)
    waited: Waited | None = None
    quarantined: int = 0
    queries_answered: set[str] = field(default_factory=set)

    def by_key(self, unit: str) -> dict[int, Question]:
        """Return the questions a unit is asked, by number."""
        return {question.number: question for question in self.questions_of[unit]}


def is_back_on(intent: Intent) -> date | None:
    """Return the day on which a unit's return is whole: once what is asked again is answered."""
    if intent.returns_on is None or not intent.asked_again:
        return intent.returns_on
    if intent.queries_after is None:
        return None
    return working_days_on(intent.returns_on, intent.queries_after)


def stands(told: Told, unit: str) -> dict[Key, str | None]:
    """Return what a unit's answers must be in the end, given all that it did."""
    intent = told.intents[unit]
    if intent.returns_on is None:
        return {}
    answered = unit in told.queries_answered
    found: dict[Key, str | None] = {}
    for key, fact in intent.facts.items():
        if key[0] == intent.unknown:
            continue
        found[key] = None if key in intent.off_scale and not answered else fact.value
    return found
