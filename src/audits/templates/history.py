"""What became of a kind's questions from version to version, and what may be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audits.domain.question import Question

from .shape import AuditTemplate


@dataclass(frozen=True, slots=True)
class QuestionPast:
    """One question's life: ``until`` is None while it is asked.

    Answers from the version ``comparable_since`` on may stand side by side; in those that
    ``changed_in`` names, its words or its scale became others.
    """

    id: str
    asks: str
    since: int
    until: int | None
    comparable_since: int
    changed_in: tuple[int, ...]


# What is asked is in none of these.
HOW_IT_READS = frozenset({
    "version", "papers", "chapter", "legal_basis", "law", "factors", "certified_by",
    "bring_forward", "breakdowns",
})  # fmt: skip


def question_history(versions: Sequence[AuditTemplate]) -> tuple[QuestionPast, ...]:
    """Return each question that any of these versions asks, the latest version's first.

    A question with other words is comparable unless the template says that it is not; with another
    scale, or after a version that did not ask it, it begins anew.
    """
    ordered = sorted(versions, key=lambda template: template.version)
    asked: dict[str, list[tuple[int, Question]]] = {}  # in the latest version's order
    for template in reversed(ordered):
        for question in template.questions:
            asked.setdefault(question.id, []).insert(0, (template.version, question))
    all_versions = [template.version for template in ordered]
    return tuple(_past(life, all_versions) for life in asked.values())


def differences(before: AuditTemplate, after: AuditTemplate) -> tuple[str, ...]:
    """Return which parts of what is asked differ, by the names of the file's keys.

    Who is reminded and told when is no part of it, nor what becomes of one that was missed.
    """
    before, after = _what_is_asked(before), _what_is_asked(after)
    return tuple(
        name
        for name in AuditTemplate.model_fields
        if name not in HOW_IT_READS and getattr(before, name) != getattr(after, name)
    )


def _what_is_asked(template: AuditTemplate) -> AuditTemplate:
    bare = template.timeline.model_copy(update={"remind": (), "escalate": ()})
    opens = template.schedule and template.schedule.model_copy(update={"missed": "open"})
    return template.model_copy(update={"timeline": bare, "schedule": opens})


def rescaled(before: AuditTemplate, after: AuditTemplate) -> tuple[str, ...]:
    """Return the questions that both ask, on scales that are not the same."""
    scales = {question.id: question.scale for question in before.questions}
    return tuple(
        question.id
        for question in after.questions
        if question.scale != scales.get(question.id, question.scale)
    )


def _past(asked: Sequence[tuple[int, Question]], all_versions: Sequence[int]) -> QuestionPast:
    """Return one question's life, from the versions that ask it, the earliest first."""
    since, comparable, changed = asked[0][0], asked[0][0], []
    for (earlier, before), (version, now) in pairwise(asked):
        was_left_out = all_versions.index(version) - all_versions.index(earlier) > 1
        if before.asks != now.asks or before.scale != now.scale:
            changed.append(version)
        if was_left_out or _begins_anew(before, now):
            comparable = version
    last, latest = asked[-1]
    until = None if last == all_versions[-1] else last
    return QuestionPast(latest.id, latest.asks, since, until, comparable, tuple(changed))


def _begins_anew(before: Question, now: Question) -> bool:
    reworded = before.asks != now.asks
    return before.scale != now.scale or (reworded and not now.comparable)
