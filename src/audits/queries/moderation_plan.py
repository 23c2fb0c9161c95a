"""How a cycle is moderated, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from pydantic import TypeAdapter

from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer
from audits.domain.plan import Moderation
from audits.findings import Change, Ratings, changes, ratings
from audits.storage import Cycle, ModerationRow, View
from audits.templates import template_of


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way moderation moved one unit's grades on one question.

    ``table`` counts cases by the unit's own code and the moderated one.
    """

    unit: str
    question: str
    raised: int
    lowered: int
    same: int
    apart: int
    table: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class RatingPairs:
    """Two blind ratings of one question; ``table`` counts pairs by the first and second code."""

    question: str
    pairs: int
    agree: int
    table: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ModerationFacts:
    """What came of a cycle's moderation; ``unanswered`` are grades that no unit gave."""

    direction: tuple[Direction, ...]
    second: tuple[RatingPairs, ...]
    second_cases: tuple[str, ...]  # that were drawn to be rated twice
    unanswered: tuple[str, ...]


KeptTable = list[list[str | int]]  # of each pair of codes: the two, and how often they met


class KeptDirection(TypedDict):
    """A direction as it is kept."""

    unit: str
    question: str
    raised: int
    lowered: int
    same: int
    apart: int
    table: KeptTable


class KeptPairs(TypedDict):
    """Pairs of ratings as they are kept."""

    question: str
    pairs: int
    agree: int
    table: KeptTable


class KeptFacts(TypedDict):
    """What came of a moderation that ended, as its row keeps it."""

    direction: list[KeptDirection]
    second: list[KeptPairs]
    second_cases: list[str]
    unanswered: list[str]


FACTS: TypeAdapter[ModerationFacts] = TypeAdapter(ModerationFacts)


def plan_of(cycle: Cycle) -> Moderation:
    """Return how a cycle is moderated.

    Raises:
        ModerationError: if its template asks for no moderation.
    """
    plan = template_of(cycle.template).moderation
    if plan is None:
        raise ModerationError(
            f"{cycle.ref} has no moderation: the template of {cycle.kind} asks for none."
        )
    return plan


def moderation_facts(cycle: Cycle, graded: list[GradedAnswer], view: View) -> ModerationFacts:
    """Return what came of moderation: direction of change, and two blind ratings."""
    row = view.find(ModerationRow, cycle.ref)
    second_cases = tuple(row.second_cases) if row else ()
    return ModerationFacts(
        direction=tuple(map(_direction, changes(graded))),
        second=tuple(map(_pairs, ratings(graded))),
        second_cases=second_cases,
        unanswered=tuple(str(grade.subject) for grade in graded if grade.own is None),
    )


def facts_kept(row: ModerationRow) -> ModerationFacts:
    """Return what came of a moderation that ended, as it was frozen then."""
    return FACTS.validate_python(row.facts)


def as_kept(facts: ModerationFacts) -> KeptFacts:
    """Return what came of moderation as its row keeps it."""
    content: KeptFacts = FACTS.dump_python(facts, mode="json")
    return content


def _direction(change: Change) -> Direction:
    return Direction(
        change.unit, change.question, change.raised, change.lowered, change.same, change.apart,
        _table(change.cases),
    )  # fmt: skip


def _pairs(rating: Ratings) -> RatingPairs:
    return RatingPairs(rating.question, rating.pairs, rating.agree, _table(rating.table))


def _table(counts: Mapping[tuple[str, str], int]) -> tuple[tuple[str, str, int], ...]:
    """Return how often each pair of codes was given, in the order of the codes."""
    return tuple((first, second, number) for (first, second), number in sorted(counts.items()))
