"""A template's versions: what past cycles froze, and what may not change under them."""

from dataclasses import dataclass

from audits.domain.errors import NotFoundError, TemplateError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ENDED_CYCLE, CycleStatus
from audits.storage import Cycle, View
from audits.templates import (
    AuditTemplate,
    differences,
    partnership_of,
    question_history,
    rescaled,
    template_of,
    worded,
)
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QuestionHistory:
    """Which versions of a template ask a question; ``until`` is None while it is asked.

    Answers from version ``comparable_since`` on may stand side by side.
    """

    question: str
    asks: str
    since: int
    until: int | None
    comparable_since: int
    changed_in: tuple[int, ...]


def check_new_version(template: AuditTemplate, view: View) -> None:
    """Refuse a template that changed under a version which a cycle was opened with.

    Raises:
        TemplateError: naming the cycle, what changed, and the version to take.
    """
    for cycle in _cycles(template.kind, view):
        if cycle.version != template.version:
            continue
        if changed := differences(template_of(cycle.template), _as_named(template, cycle)):
            raise TemplateError(
                f"{template.kind} version {template.version} was opened as {cycle.ref} and has "
                f"changed since ({', '.join(changed)}): raise its version to "
                f"{_highest(template.kind, view) + 1}."
            )


def check_scales(template: AuditTemplate, *, workspace: Workspace) -> None:
    """Refuse a scale that changed under a version which cycles are still running with.

    Raises:
        TemplateError: naming the questions and the cycles.
    """
    with workspace.open_view() as view:
        live = [each for each in _cycles(template.kind, view) if each.status not in ENDED_CYCLE]
        under = {
            cycle.ref: rescaled(template_of(cycle.template), _as_named(template, cycle))
            for cycle in live
            if cycle.version == template.version
        }
        highest = _highest(template.kind, view)
    questions = dict.fromkeys(name for names in under.values() for name in names)
    if questions:
        cycles = ", ".join(ref for ref, names in under.items() if names)
        raise TemplateError(
            f"{template.kind} version {template.version} has another scale for "
            f"{', '.join(questions)}, but runs as {cycles}: raise its version to {highest + 1}."
        )


def template_history(kind: str, *, workspace: Workspace) -> tuple[QuestionHistory, ...]:
    """Return each question of a kind: since which version it is asked, and comparable.

    Built from the texts that past cycles froze and the template as it is now.

    Raises:
        NotFoundError: if there is no such kind, now or in the past.
    """
    with workspace.open_view() as view:
        past = {cycle.version: template_of(cycle.template) for cycle in _cycles(kind, view)}
    now = workspace.templates.get(kind)
    if now is not None:
        past[now.version] = worded(now, workspace.partnership.words_on(workspace.today()))
    if not past:
        raise NotFoundError(
            f"There is no audit template '{kind}'.", remedy=Remedy(Verb.SEE_TEMPLATES)
        )
    return tuple(
        QuestionHistory(
            question.id,
            question.asks,
            question.since,
            question.until,
            question.comparable_since,
            question.changed_in,
        )
        for question in question_history(list(past.values()))
    )


def _as_named(template: AuditTemplate, cycle: Cycle) -> AuditTemplate:
    """Return a template with the names that held when a cycle was opened."""
    return worded(template, partnership_of(cycle.partnership).words_on(cycle.opened_on))


def _cycles(kind: str, view: View) -> list[Cycle]:
    """Return the cycles that asked something: an imported one has no version of ours."""
    cycles = view.all(Cycle, Cycle.kind == kind, order_by=Cycle.opened_on)
    counted = [cycle for cycle in cycles if cycle.status is not CycleStatus.CANCELLED]
    return [cycle for cycle in counted if template_of(cycle.template).questions]


def _highest(kind: str, view: View) -> int:
    return max((cycle.version for cycle in _cycles(kind, view)), default=0)
