"""What a report says of a cycle beside its findings, gathered from where it stands."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from audits.domain.finding import FindingKind, JudgedCase
from audits.domain.naming import Audience, Naming, naming_of
from audits.domain.question import AnswerType, Question
from audits.domain.status import AGREED_OR_LATER
from audits.queries.corrections import quality_group_of
from audits.queries.current_rows import current_cases
from audits.queries.estimates import eligible_by_stratum
from audits.queries.grades import graded_answers
from audits.queries.latest_cycle import latest_cycle
from audits.queries.number_answers import number_facts
from audits.queries.return_status import unit_names
from audits.queries.rounds import Outcome, SecondLook, looked_again
from audits.reporting import (
    ConcernFact,
    CorrectionFact,
    LessonFact,
    PreviousFact,
    ReportFacts,
    StratumFact,
)
from audits.sampling import in_natural_order
from audits.storage import (
    ActionFinding,
    ActionRow,
    AnswerRow,
    Concern,
    Correction,
    Cycle,
    FindingRow,
    View,
    one_of,
)
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .breakdowns import breakdown_facts
from .compared_decisions import compared_decisions
from .report_grades import grades_facts, moderators, raters_facts
from .response import response_fact


LESSONS = "Lessons from practice"  # the theme of what is asked for a leaflet
Judged = tuple[tuple[Question, tuple[JudgedCase, ...]], ...]


def report_facts(cycle: Cycle, judged: Judged, *, view: View, workspace: Workspace) -> ReportFacts:
    """Return what a report says beside findings; what a cycle does not have is left empty."""
    template = template_of(cycle.template)
    graded = graded_answers(cycle, view)
    naming = naming_of(template, Audience.READERS)
    names = {code: naming.one(name) for code, name in unit_names(view).items()}
    answered = _answered(judged)
    legal_basis = ""
    if template.questions:
        legal_basis = template.legal_basis_on(cycle.opened_on)
    return ReportFacts(
        legal_basis=legal_basis,
        why_now=cycle.why_now,
        on_record=bool(template.questions),
        is_census=template.sample.is_census,
        commitment=cycle.commitment or "",
        moderators=tuple(moderators(graded)),
        strata=tuple(_strata(cycle, answered, view)),
        out_of_scope=dict(cycle.out_of_scope),
        answered=len(answered),
        grades=tuple(grades_facts(template, graded)),
        raters=tuple(raters_facts(template, graded, names)),
        compared=tuple(compared_decisions(cycle, view)),
        concerns=tuple(_concerns(cycle, naming, names, view)),
        previous=tuple(_previous(cycle, view)),
        corrections=tuple(_corrections(cycle, names, view)),
        response=response_fact(cycle, view=view, workspace=workspace),
        lessons=tuple(_lessons(cycle, template, view)),
        numbers=tuple(number_facts(cycle, view)),
        breakdowns=tuple(breakdown_facts(cycle.ref, view)),
    )


def _concerns(
    cycle: Cycle, naming: Naming, names: Mapping[str, str], view: View
) -> Iterator[ConcernFact]:
    for row in view.all(Concern, Concern.cycle == cycle.ref, order_by=Concern.raised_at):
        is_taken_up = row.acknowledged_at is not None
        yield ConcernFact(naming.lead(row.case_ref), names[row.unit], is_taken_up, row.done)


def _corrections(cycle: Cycle, names: Mapping[str, str], view: View) -> Iterator[CorrectionFact]:
    for row in view.all(Correction, Correction.cycle == cycle.ref, order_by=Correction.id):
        by = names[row.unit] if row.unit else quality_group_of(cycle)
        yield CorrectionFact(
            row.finding, by, row.decision, row.text_before, row.text_after, row.why
        )


def _answered(judged: Judged) -> set[str]:
    """Return the randomly drawn cases that anybody answered anything about."""
    answered = set()
    for _, cases in judged:
        for case in cases:
            if case.value is not None and not case.targeted:
                answered.add(case.case)
    return answered


def _strata(cycle: Cycle, answered: set[str], view: View) -> Iterator[StratumFact]:
    sizes = eligible_by_stratum(cycle, view)
    if len(sizes) <= 1:
        return
    drawn: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for case in current_cases(cycle.ref, view):
        if not case.targeted:
            drawn[case.stratum] += 1
            back[case.stratum] += case.ref in answered
    for name in in_natural_order(sizes):
        yield StratumFact(name, sizes[name], drawn[name], back[name])


def _previous(cycle: Cycle, view: View) -> Iterator[PreviousFact]:
    last = latest_cycle(cycle.kind, AGREED_OR_LATER, view, before=cycle.opened_on)
    if last is None:
        return
    is_development = FindingRow.kind == FindingKind.DEVELOPMENT
    for row in view.all(
        FindingRow, FindingRow.cycle == last.ref, is_development, order_by=FindingRow.number
    ):
        about = view.values(ActionFinding.action, ActionFinding.finding == row.id)
        actions = view.all(ActionRow, one_of(ActionRow.id, about), order_by=ActionRow.id)
        plan = "; ".join(f"{action.id} {action.status}: {action.title}" for action in actions)
        second = _looked_again(row, cycle, view)
        is_proven = second.outcome is Outcome.BETTER
        yield PreviousFact(
            row.cycle, row.text, second.words, plan or "No action.", is_proven=is_proven
        )


def _looked_again(row: FindingRow, cycle: Cycle, view: View) -> SecondLook:
    """Return how an earlier area for development comes out in a later cycle."""
    now: Sequence[FindingRow] = ()
    if row.question:
        same = FindingRow.question == row.question
        now = view.all(FindingRow, FindingRow.cycle == cycle.ref, same)
    return looked_again(row, now, is_census=template_of(cycle.template).sample.is_census)


def _lessons(cycle: Cycle, template: AuditTemplate, view: View) -> Iterator[LessonFact]:
    for question in lesson_questions(template):
        rows = lesson_answers(cycle, question, view)
        lessons = dict.fromkeys(row.value.strip() for row in rows if row.value)
        yield LessonFact(question.asks, tuple(lessons))


def lesson_questions(template: AuditTemplate) -> list[Question]:
    """Return what is asked for a leaflet."""
    return [
        question
        for question in template.questions
        if question.theme == LESSONS and question.type is AnswerType.TEXT
    ]


def lesson_answers(cycle: Cycle, question: Question, view: View) -> list[AnswerRow]:
    """Return what agencies wrote for the leaflet in answer to one question, the first first."""
    return view.all(
        AnswerRow,
        AnswerRow.cycle == cycle.ref,
        AnswerRow.question == question.id,
        AnswerRow.current,
        order_by=AnswerRow.id,
    )
