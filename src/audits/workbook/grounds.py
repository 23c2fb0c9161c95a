"""Good grades beside answers that mostly say that the record does not say: they are asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.grounds import is_cannot_tell, is_good_grade, rests_on_little
from audits.domain.pack import Pack

from .settling import problem


Answers = Mapping[tuple[str, str], Answer | None]  # by case and question


def grades_on_little(pack: Pack, answers: Answers) -> Iterator[Problem]:
    """Yield each good grade of a case of which the unit could not tell most of what was asked.

    It is asked once: a grade that comes back in a later edition was looked at again.
    """
    for question in filter(attrgetter("is_grade"), pack.questions):
        for case in pack.cases:
            answer = answers.get((case.ref, question.id))
            if answer is None or answer.edition > 1 or not is_good_grade(question, answer.value):
                continue
            if _knows_little(pack, case.ref, answers):
                asked_again = problem(ProblemCode.GRADE_ON_LITTLE, question, case=case.ref)
                yield replace(asked_again, sheet=answer.sheet, cell=answer.cell)


def _knows_little(pack: Pack, case: str, answers: Answers) -> bool:
    answered = cannot_tell = 0
    for question in pack.questions:
        answer = answers.get((case, question.id))
        if not question.scale or question.is_grade or answer is None or answer.value is None:
            continue
        answered += 1
        cannot_tell += is_cannot_tell(question, answer.value)
    return rests_on_little(cannot_tell, answered)
