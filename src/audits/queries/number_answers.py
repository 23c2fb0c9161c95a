"""The numbers that units gave in answer, as papers show them."""

from collections.abc import Iterator

from audits.domain.question import AnswerType
from audits.reporting import NumberFact
from audits.storage import Cycle, View
from audits.templates import template_of

from .case_answers import case_answers


def number_facts(cycle: Cycle, view: View) -> Iterator[NumberFact]:
    """Yield each question for a number with what was given about the cases drawn at random."""
    questions = template_of(cycle.template).questions
    asked = [question for question in questions if question.type is AnswerType.NUMBER]
    if not asked:
        return
    answers = case_answers(cycle, view)
    for question in asked:
        values, missing = [], 0
        for answer in answers:
            if answer.question == question.id and not answer.targeted:
                if answer.value is None:
                    missing += 1
                else:
                    values.append(float(answer.value))
        yield NumberFact(question.asks, tuple(sorted(values)), missing)
