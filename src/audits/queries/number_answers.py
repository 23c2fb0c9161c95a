"""The numbers that units gave in answer, as papers show them."""

from collections.abc import Iterator

from audits.domain.question import AnswerType
from audits.reporting import NumberFact
from audits.storage import Cycle, View
from audits.templates import template_of

from .case_answers import case_answers


def number_facts(cycle: Cycle, view: View) -> Iterator[NumberFact]:
    """Yield each question for a number with what was given about the cases drawn at random."""
    asked = [q for q in template_of(cycle.template).questions if q.type is AnswerType.NUMBER]
    if not asked:
        return
    answers = case_answers(cycle, view)
    for question in asked:
        given = [a.value for a in answers if a.question == question.id and not a.targeted]
        values = sorted(float(value) for value in given if value is not None)
        yield NumberFact(question.asks, tuple(values), len(given) - len(values))
