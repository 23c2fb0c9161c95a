"""The current answers of a cycle, as findings and papers take them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from audits.domain.finding import CaseAnswer, Finding, JudgedCase
from audits.domain.grade import Grade, Subject
from audits.domain.question import Question, questions_by_id
from audits.findings import findings_from, judge_cases
from audits.storage import Case, Cycle, View, is_empty
from audits.templates import AuditTemplate, template_of

from .current_rows import current_answers
from .estimates import estimator
from .grades import standing_grades, subjects_asked


def case_answers(cycle: Cycle, view: View) -> list[CaseAnswer]:
    """Return every current answer about a case that still counts, None where none was given.

    A unit that never returned gave none to all it was asked, so that its cases are counted among
    those that nobody answered for. A grade that the panel gave stands for the unit's own, else one
    that the desk gave.
    """
    targeted = view.values_by(
        Case.ref, Case.targeted, Case.cycle == cycle.ref, is_empty(Case.replaced_by)
    )
    graded = standing_grades(cycle, view)
    answers = list(_given(cycle, targeted, view))
    given = set(map(_subject_of, answers))
    for subject in sorted({*graded, *subjects_asked(cycle, view)} - given):
        if subject.case in targeted:
            answers.append(_not_given(subject, targeted=targeted[subject.case]))
    return [_as_graded(answer, graded) for answer in answers]


def _given(cycle: Cycle, targeted: Mapping[str, bool], view: View) -> Iterator[CaseAnswer]:
    """Yield what units answered about the cases that still count."""
    for row in current_answers(cycle.ref, view):
        if row.case_ref in targeted:
            yield CaseAnswer(
                unit=row.unit,
                case=row.case_ref,
                question=row.question,
                value=row.value,
                targeted=targeted[row.case_ref],
                answer_id=str(row.id),
            )


def _not_given(subject: Subject, *, targeted: bool) -> CaseAnswer:
    return CaseAnswer(subject.unit, subject.case, subject.question, None, targeted)


def _subject_of(answer: CaseAnswer) -> Subject:
    return Subject(answer.case, answer.unit, answer.question)


def _as_graded(answer: CaseAnswer, graded: Mapping[Subject, Grade]) -> CaseAnswer:
    """Return an answer with the grade that counts in its place."""
    grade = graded.get(_subject_of(answer))
    if grade is None:
        return answer
    return replace(answer, value=grade.value, layer=grade.layer)


def findings_now(cycle: Cycle, view: View) -> tuple[Finding, ...]:
    """Return what the answers show so far."""
    template = template_of(cycle.template)
    return findings_from(
        cycle.ref,
        template.findings,
        questions_by_id(template.questions),
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
