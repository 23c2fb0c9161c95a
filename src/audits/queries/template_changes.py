"""What a new version of a template does to what was asked before, question by question."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from audits.domain.question import questions_by_id
from audits.templates import AuditTemplate, QuestionPast, differences, question_history, worded
from audits.workspace import Workspace


class Becomes(StrEnum):
    """What becomes of a question from one version to the next."""

    SAME = "same"
    REWORDED = "reworded"  # in other words, and still comparable
    ANEW = "anew"  # its answers begin anew: they stand beside none before
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question, and what becomes of it."""

    question: str
    asks: str
    becomes: Becomes


@dataclass(frozen=True, slots=True)
class TemplateChanges:
    """What differs from the version before; ``before`` is None of a kind that is new.

    ``parts`` are named as in the template's file.
    """

    before: int | None
    parts: tuple[str, ...]
    questions: tuple[QuestionChange, ...]


def template_changes(template: AuditTemplate, *, workspace: Workspace) -> TemplateChanges:
    """Return what a template changes about the one that is used now."""
    words = workspace.partnership.words_on(workspace.today())
    now = workspace.templates.get(template.kind)
    after = worded(template, words)
    if now is None:
        asked = [QuestionChange(q.id, q.asks, Becomes.NEW) for q in after.questions]
        return TemplateChanges(None, (), tuple(asked))
    before = worded(now, words)
    return TemplateChanges(
        now.version, differences(before, after), tuple(_questions(before, after))
    )


def _questions(before: AuditTemplate, after: AuditTemplate) -> Iterator[QuestionChange]:
    # Versions are told apart by their numbers, which an officer may not have raised yet.
    later = after.model_copy(update={"version": before.version + 1})
    asked = questions_by_id(before.questions)
    for past in question_history([before, later]):
        yield QuestionChange(past.id, past.asks, _becomes(past, later.version, past.id in asked))


def _becomes(past: QuestionPast, version: int, was_asked: bool) -> Becomes:
    if past.until is not None:
        return Becomes.DROPPED
    if not was_asked:
        return Becomes.NEW
    if past.comparable_since == version:
        return Becomes.ANEW
    return Becomes.REWORDED if version in past.changed_in else Becomes.SAME
