"""The current answers of a cycle, as findings and papers take them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from audits.domain.finding import CaseAnswer, Finding, JudgedCase
from audits.domain.grade import Grade, Subject
from audits.domain.question import Question
from audits.findings import findings_from, judge_cases
from audits.storage import AnswerRow, Case, Cycle, View, is_empty
from audits.templates import AuditTemplate, template_of

from .estimates import estimator
from .grades import packs_of_cycle, standing_grades


def case_answers(cycle: Cycle, view: View) -> list[CaseAnswer]:
    """Return every current answer about a case that still counts, None where none was given.

    A unit that never returned gave none to all it was asked, so that its cases are counted among
    those that nobody answered for. A grade that the panel gave stands for the unit's own, else one
    that the desk gave.
    """
    targeted = {
        case.ref: case.targeted
        for case in view.all(Case, Case.cycle == cycle.ref, is_empty(Case.replaced_by))
    }
    graded = standing_grades(cycle, view)
    answers = [
        CaseAnswer(
            unit=row.unit,
            case=row.case_ref,
            question=row.question,
            value=row.value,
            targeted=targeted[row.case_ref],
            answer_id=str(row.id),
        )
        for row in view.all(
            AnswerRow, AnswerRow.cycle == cycle.ref, AnswerRow.current, order_by=AnswerRow.id
        )
        if row.case_ref in targeted
    ]
    own = {Subject(each.case, each.unit, each.question) for each in answers}
    not_given = [
        CaseAnswer(s.unit, s.case, s.question, None, targeted[s.case])
        for s in sorted({*graded, *_asked(cycle, view)} - own)
        if s.case in targeted
    ]
    return [_as_graded(each, graded) for each in (*answers, *not_given)]


def _asked(cycle: Cycle, view: View) -> Iterator[Subject]:
    """Yield everything that any unit was asked about a case."""
    for pack in packs_of_cycle(cycle, view):
        for case in pack.cases:
            yield from (Subject(case.ref, pack.unit, question.id) for question in pack.questions)


def _as_graded(answer: CaseAnswer, graded: Mapping[Subject, Grade]) -> CaseAnswer:
    """Return an answer with the grade that counts in its place."""
    grade = graded.get(Subject(answer.case, answer.unit, answer.question))
    if grade is None:
        return answer
    return replace(answer, value=grade.value, layer=grade.layer)


def findings_now(cycle: Cycle, view: View) -> tuple[Finding, ...]:
    """Return what the answers show so far."""
    template = template_of(cycle.template)
    return findings_from(
        cycle.ref,
        template.findings,
        {question.id: question for question in template.questions},
        case_answers(cycle, view),
        estimate=estimator(cycle, view),
    )


def judged_questions(
    cycle: Cycle, view: View
) -> tuple[tuple[Question, tuple[JudgedCase, ...]], ...]:
    """Return each question on a scale with its cases, judged across agencies."""
    template: AuditTemplate = template_of(cycle.template)
    by_question: dict[str, list[CaseAnswer]] = defaultdict(list)
    for answer in case_answers(cycle, view):
        by_question[answer.question].append(answer)
    return tuple(
        (question, judge_cases(question, by_question[question.id]))
        for question in template.questions
        if question.scale is not None
    )
