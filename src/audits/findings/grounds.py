"""Good grades that rest on a record which could not say: they count as 'cannot tell'."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audits.domain.finding import CaseAnswer, JudgedCase
from audits.domain.grade import Layer
from audits.domain.grounds import is_cannot_tell, is_good_grade, rests_on_little
from audits.domain.question import Question, Standing

from .judge import in_order, judge_cases, values_of


def grounded_cases(
    question: Question, questions: Mapping[str, Question], answers: Sequence[CaseAnswer]
) -> tuple[JudgedCase, ...]:
    """Return each case as `judge_cases` does, without the good grades that rest on nothing.

    A unit's own good grade of a case does not count where it could not tell most of what it was
    asked about it. A grade that was moderated counts: somebody has looked at it.
    """
    if not question.is_grade:
        return judge_cases(question, answers)
    little = _little_known(questions, answers)
    kept: list[CaseAnswer] = []
    given: dict[str, list[CaseAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.question == question.id:
            kept.append(_without_grounds(answer, question, little))
            given[answer.case].append(answer)
    cases = judge_cases(question, kept)
    return tuple(_as_given(case, given[case.case]) for case in cases)


def _little_known(
    questions: Mapping[str, Question], answers: Sequence[CaseAnswer]
) -> set[tuple[str, str]]:
    """Return of which cases which unit could not tell most of what it was asked."""
    answered: Counter[tuple[str, str]] = Counter()
    silent: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        asked = questions.get(answer.question)
        if asked is None or asked.scale is None or asked.is_grade or answer.value is None:
            continue
        answered[answer.unit, answer.case] += 1
        silent[answer.unit, answer.case] += is_cannot_tell(asked, answer.value)
    return {key for key, n in silent.items() if rests_on_little(n, answered[key])}


def _without_grounds(
    answer: CaseAnswer, question: Question, little: set[tuple[str, str]]
) -> CaseAnswer:
    rests = (answer.unit, answer.case) not in little or answer.layer is not Layer.SELF
    if rests or not is_good_grade(question, answer.value):
        return answer
    return replace(answer, value=None)


def _as_given(case: JudgedCase, given: Sequence[CaseAnswer]) -> JudgedCase:
    answers = in_order(given)
    standing = case.standing
    if standing is None and values_of(answers):
        standing = Standing.CANNOT_TELL
    return replace(case, answers=answers, standing=standing)
