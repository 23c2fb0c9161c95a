"""A template's versions: what past cycles froze, and what may not change under them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from audits.domain.errors import NotFoundError, TemplateError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ENDED_CYCLE, CycleStatus
from audits.storage import Cycle, View, one_of
from audits.templates import (
    AuditTemplate,
    QuestionPast,
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
        _check_scales(template, view)


def check_may_be_kept(template: AuditTemplate, view: View) -> None:
    """Refuse a template that no audit may be opened with.

    Raises:
        TemplateError: as `check_scales` and `check_new_version` do.
    """
    _check_scales(template, view)
    check_new_version(template, view)


def _check_scales(template: AuditTemplate, view: View) -> None:
    rescaled_under = dict(_rescaled_under(template, view))
    highest = _highest(template.kind, view)
    if rescaled_under:
        questions = ", ".join(dict.fromkeys(chain.from_iterable(rescaled_under.values())))
        raise TemplateError(
            f"{template.kind} version {template.version} has another scale for {questions}, "
            f"but runs as {', '.join(rescaled_under)}: raise its version to {highest + 1}."
        )


def _rescaled_under(template: AuditTemplate, view: View) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the running cycles under which scales changed, with the questions that have them."""
    for cycle in _cycles(template.kind, view):
        if cycle.version == template.version and cycle.status not in ENDED_CYCLE:
            questions = rescaled(template_of(cycle.template), _as_named(template, cycle))
            if questions:
                yield cycle.ref, questions


def template_history(kind: str, *, workspace: Workspace) -> tuple[QuestionHistory, ...]:
    """Return each question of a kind: since which version it is asked, and comparable.

    Built from the texts that past cycles froze and the template as it is now.

    Raises:
        NotFoundError: if there is no such kind, now or in the past.
    """
    past = {}
    with workspace.open_view() as view:
        for template in _frozen(kind, view):
            past[template.version] = template
    now = workspace.templates.get(kind)
    if now is not None:
        past[now.version] = worded(now, workspace.partnership.words_on(workspace.today()))
    if not past:
        raise NotFoundError(
            f"There is no audit template '{kind}'.", remedy=Remedy(Verb.SEE_TEMPLATES)
        )
    return tuple(map(_history, question_history(list(past.values()))))


def _frozen(kind: str, view: View) -> Iterator[AuditTemplate]:
    """Yield what cycles of a kind were opened with: of many that asked the same, one is read."""
    is_run = Cycle.status != CycleStatus.CANCELLED
    one_each = view.values_by(
        Cycle.template_sha256, Cycle.ref, Cycle.kind == kind, is_run, order_by=Cycle.opened_on
    )
    texts = view.values(
        Cycle.template, one_of(Cycle.ref, one_each.values()), order_by=Cycle.opened_on
    )
    for template in map(template_of, texts):
        if template.questions:  # an imported one has no version of ours
            yield template


def _history(question: QuestionPast) -> QuestionHistory:
    return QuestionHistory(
        question.id, question.asks, question.since, question.until, question.comparable_since,
        question.changed_in,
    )  # fmt: skip


def _as_named(template: AuditTemplate, cycle: Cycle) -> AuditTemplate:
    """Return a template with the names that held when a cycle was opened."""
    return worded(template, partnership_of(cycle.partnership).words_on(cycle.opened_on))


def _cycles(kind: str, view: View) -> list[Cycle]:
    """Return the cycles that asked something: an imported one has no version of ours."""
    is_run = Cycle.status != CycleStatus.CANCELLED
    cycles = view.all(Cycle, Cycle.kind == kind, is_run, order_by=Cycle.opened_on)
    return [cycle for cycle in cycles if template_of(cycle.template).questions]


def _highest(kind: str, view: View) -> int:
    return max(map(attrgetter("version"), _cycles(kind, view)), default=0)
