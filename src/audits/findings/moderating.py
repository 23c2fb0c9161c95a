"""What moderation still waits for, which way it moved grades, and how two blind ratings compare."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import chain

from audits.domain.grade import Grade, GradedAnswer, Subject
from audits.domain.plan import Moderation
from audits.domain.question import Question
from audits.domain.status import DisagreementStatus


class WaitsFor(StrEnum):
    """What is not there yet."""

    ANSWER = "answer"
    DESK = "desk grade"
    SECOND = "second rating"
    PANEL = "agreement"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that is not there yet, who has it, and whether moderation can end without it."""

    subject: Subject
    waits_for: WaitsFor
    says: str
    owner: str = ""
    holds_up: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """Which way moderation moved one unit's own grades on one question, case by case.

    ``apart`` counts those that cannot be ranked: decisions, and what is "not applicable".
    """

    unit: str
    question: str
    raised: int = 0
    lowered: int = 0
    same: int = 0
    apart: int = 0
    cases: Mapping[tuple[str, str], int] = field(default_factory=dict)  # own and moderated codes


@dataclass(frozen=True, slots=True)
class Ratings:
    """Two ratings of the same cases, neither made in sight of the other.

    ``table`` counts pairs by the first and the second code; ``agree`` are those on its diagonal.
    """

    question: str
    pairs: int
    agree: int
    table: Mapping[tuple[str, str], int]


def waiting(graded: Iterable[GradedAnswer], plan: Moderation) -> tuple[Waiting, ...]:
    """Return everything that is not there yet, case by case; nothing is passed over in silence."""
    return tuple(chain.from_iterable(map(partial(_waiting, plan), graded)))


def wants_follow_up(graded: GradedAnswer, plan: Moderation) -> bool:
    """Tell whether the grade that stands is one that somebody must be named to follow up."""
    grade = graded.standing
    return grade is not None and plan.wants_follow_up(graded.question, grade.value)


def differs(graded: GradedAnswer, plan: Moderation) -> bool:
    """Tell whether grades are apart and nobody who may decide has decided.

    The panel's grade decides; so does the desk's where there is no panel, except between two
    blind ratings that came in after it.
    """
    if graded.panel or graded.own is None:
        return False
    second, desk = graded.visible_second, graded.moderated
    if plan.panel:
        others = filter(None, (desk, second))
        return any(grade.value != graded.own.value for grade in others)
    return second is not None and second.value != graded.own.value and desk is None


def changes(graded: Iterable[GradedAnswer]) -> tuple[Change, ...]:
    """Return, for each unit and question, which way its own grades were moved."""
    directions: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    tables: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for grade in graded:
        after = grade.panel or grade.moderated
        if grade.own is None or after is None:
            continue
        key = (grade.subject.unit, grade.subject.question)
        directions[key][_direction(grade.question, grade.own, after)] += 1
        tables[key][grade.own.value, after.value] += 1
    return tuple(
        Change(
            *key,
            raised=count["raised"],
            lowered=count["lowered"],
            same=count["same"],
            apart=count["apart"],
            cases=dict(tables[key]),
        )
        for key, count in sorted(directions.items())
    )


def ratings(graded: Iterable[GradedAnswer]) -> tuple[Ratings, ...]:
    """Return how blind second ratings compare with the units' own, question by question."""
    tables: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for grade in graded:
        if grade.own and grade.visible_second:
            tables[grade.subject.question][grade.own.value, grade.visible_second.value] += 1
    by_question = []
    for question, table in sorted(tables.items()):
        same = sum(n for (own, second), n in table.items() if own == second)
        by_question.append(Ratings(question, table.total(), same, dict(table)))
    return tuple(by_question)


def _waiting(plan: Moderation, graded: GradedAnswer) -> Iterator[Waiting]:
    subject = graded.subject
    if graded.own is None:
        says = f"{subject.unit} gave no grade for {subject.case}."
        yield Waiting(subject, WaitsFor.ANSWER, says, owner=subject.unit, holds_up=False)
    elif plan.desk and graded.moderated is None:
        says = f"{subject}: no desk grade yet."
        yield Waiting(subject, WaitsFor.DESK, says, owner="desk")
    if graded.is_second_rated and graded.own and graded.second is None:
        says = f"{subject}: no blind second rating yet."
        yield Waiting(subject, WaitsFor.SECOND, says, owner="second rater")
    yield from _apart(graded)
    if wants_follow_up(graded, plan) and not (graded.follow_up_owner and graded.follow_up_by):
        says = f"{subject}: graded {_words(graded)}, and nobody is named who follows up by when."
        yield Waiting(subject, WaitsFor.FOLLOW_UP, says)


def _apart(graded: GradedAnswer) -> Iterator[Waiting]:
    status, owner = graded.disagreement, graded.disagreement_owner
    if status in (None, DisagreementStatus.SETTLED):
        return
    words = "the grade is disputed"
    if status is DisagreementStatus.DIFFERS:
        words = "grades differ"
    says = f"{graded.subject}: {words}; {owner or 'nobody'} has it."
    yield Waiting(graded.subject, WaitsFor.PANEL, says, owner=owner)


def _words(graded: GradedAnswer) -> str:
    """Return the grade that stands in words."""
    if graded.standing is None:
        return ""
    choice = graded.question.choice(graded.standing.value)
    return choice.label.lower() if choice else ""


def _direction(question: Question, before: Grade, after: Grade) -> str:
    if before.value == after.value:
        return "same"
    first, then = _score(question, before), _score(question, after)
    if first is None or then is None or not question.is_ranked:
        return "apart"
    return "raised" if then > first else "lowered"


def _score(question: Question, grade: Grade) -> int | None:
    choice = question.choice(grade.value)
    return choice.score if choice else None
