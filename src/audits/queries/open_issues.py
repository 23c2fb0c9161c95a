"""What an earlier audit left open: each answer below the best, with what its unit planned."""

from collections.abc import Iterable
from datetime import date, timedelta

from audits.domain.candidate import Candidate
from audits.domain.days import day_in_words
from audits.domain.errors import SampleError
from audits.domain.question import Question, questions_by_id
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ANALYSED_OR_LATER
from audits.storage import AnswerRow, Cycle, View
from audits.templates import AuditTemplate, template_of

from .current_rows import AnswersByCell, by_cell, current_answers, value_at
from .latest_cycle import latest_cycle


NONE_GIVEN = "none given"
Plans = dict[tuple[str, str], str]  # by the question that is followed and a kind of value


def cycle_before(template: AuditTemplate, on: date, view: View) -> Cycle:
    """Return the latest cycle, opened before this day, whose issues an audit follows up.

    Raises:
        SampleError: if no cycle of that kind has been analysed.
    """
    kind = str(template.population.issues_of)
    cycle = latest_cycle(kind, ANALYSED_OR_LATER, view, before=on + timedelta(days=1))
    if cycle is None:
        raise SampleError(
            f"{template.kind} confirms what {kind} left open, and no cycle of {kind} has been "
            f"analysed before {day_in_words(on)}. Run that audit first.",
            remedy=Remedy(Verb.OPEN_CYCLE, kind),
        )
    return cycle


def open_issues(cycle: Cycle, view: View) -> tuple[Candidate, ...]:
    """Return each issue that a cycle left open, as a case of the unit that answered."""
    asked = questions_by_id(template_of(cycle.template).questions)
    plans = _plans(asked.values())
    answers = by_cell(current_answers(cycle.ref, view))
    issues = []
    for row in answers.values():
        question = asked.get(row.question)
        if question is not None and _is_open(question, row.value, plans):
            planned = _beside(row, "text", answers, plans)
            by = _beside(row, "date", answers, plans)
            issues.append(_candidate(row, question, cycle, planned, by))
    return tuple(issues)


def _plans(questions: Iterable[Question]) -> Plans:
    """Return which question stands beside an answer, by what kind of value it takes."""
    plans = {}
    for question in questions:
        if question.follows:
            plans[question.follows, str(question.type)] = question.id
    return plans


def _is_open(question: Question, value: str | None, plans: Plans) -> bool:
    return (question.id, "text") in plans and question.is_below_best(value)


def _beside(row: AnswerRow, kind: str, answers: AnswersByCell, plans: Plans) -> str:
    """Return what stands beside an answer in the question that takes this kind of value."""
    return value_at(answers, row.unit, row.case_ref, plans.get((row.question, kind), ""))


def _candidate(
    row: AnswerRow, question: Question, cycle: Cycle, planned: str, by: str
) -> Candidate:
    choice = question.choice(row.value)
    return Candidate(
        id=f"{row.case_ref}/{row.question}",
        occurred_on=cycle.opened_on,
        attributes={
            "unit": row.unit,
            "standard": question.section,
            "issue": f"{question.asks} You answered: {choice.label if choice else ''}",
            "planned_action": planned or NONE_GIVEN,
            "deadline": day_in_words(date.fromisoformat(by)) if by else NONE_GIVEN,
            "theme": question.theme,
            "answer": row.value or "",
        },
    )
