"""What an earlier audit left open: each answer below the best, with what its unit planned."""

from datetime import date
from functools import partial

from audits.domain.candidate import Candidate
from audits.domain.days import day_in_words
from audits.domain.errors import SampleError
from audits.domain.question import Question
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import ANALYSED_OR_LATER
from audits.storage import AnswerRow, Cycle, View, one_of
from audits.templates import AuditTemplate, template_of


NONE_GIVEN = "none given"


def cycle_before(template: AuditTemplate, on: date, view: View) -> Cycle:
    """Return the latest cycle, opened before this day, whose issues an audit follows up.

    Raises:
        SampleError: if no cycle of that kind has been analysed.
    """
    kind = str(template.population.issues_of)
    found = [
        cycle
        for cycle in view.all(
            Cycle,
            Cycle.kind == kind,
            one_of(Cycle.status, ANALYSED_OR_LATER),
            order_by=Cycle.opened_on,
        )
        if cycle.opened_on <= on
    ]
    if found:
        return found[-1]
    raise SampleError(
        f"{template.kind} confirms what {kind} left open, and no cycle of {kind} has been "
        f"analysed before {day_in_words(on)}. Run that audit first.",
        remedy=Remedy(Verb.OPEN_CYCLE, kind),
    )


def open_issues(cycle: Cycle, view: View) -> tuple[Candidate, ...]:
    """Return each issue that a cycle left open, as a case of the unit that answered."""
    asked = {question.id: question for question in template_of(cycle.template).questions}
    said = {
        (row.unit, row.case_ref, row.question): row
        for row in view.all(
            AnswerRow, AnswerRow.cycle == cycle.ref, AnswerRow.current, order_by=AnswerRow.id
        )
    }
    plans = {
        (q.follows, str(q.type)): q.id for q in asked.values() if q.follows
    }  # what stands beside an answer, by what kind of value it is
    value_of = partial(_value, said, plans)
    return tuple(
        _candidate(row, asked[row.question], cycle, value_of(row, "text"), value_of(row, "date"))
        for row in said.values()
        if row.question in asked and _is_open(asked[row.question], row.value, plans)
    )


Said = dict[tuple[str, str, str], AnswerRow]
Plans = dict[tuple[str, str], str]


def _is_open(question: Question, value: str | None, plans: Plans) -> bool:
    return (question.id, "text") in plans and question.is_below_best(value)


def _value(said: Said, plans: Plans, row: AnswerRow, kind: str) -> str:
    beside = said.get((row.unit, row.case_ref, plans.get((row.question, kind), "")))
    return (beside.value if beside else None) or ""


def _candidate(
    row: AnswerRow, question: Question, cycle: Cycle, planned: str, by: str
) -> Candidate:
    choice = question.scale.choice(row.value or "") if question.scale else None
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
