"""What the answers of a return say together: nothing at all, or what cannot be true of one case."""

from collections.abc import Iterator, Mapping, Sequence

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import KNOWN, NOTHING_TO_REPORT, Pack
from audits.domain.question import Question

from .grounds import Answers
from .layout import by_id, case_numbers
from .places import Spot
from .settling import Settled, problem


Key = tuple[str, str]  # a case and a question
SpotsByKey = Mapping[tuple[int | None, int], Sequence[Spot]]  # by the numbers of case and question


def says_nothing_to_report(answers: Answers) -> bool:
    """Tell whether the unit says that it has nothing on any case, and says nothing else."""
    if not _value(answers, "", NOTHING_TO_REPORT):
        return False
    return not any(case for case, _ in _answered(answers))


def is_left_open(key: Key, answers: Answers, is_nil: bool) -> bool:
    """Tell whether a question need not be answered: nothing to report, or a child not known."""
    case, question = key
    answer = answers[key]
    is_empty = answer is None or (answer.value is None and not answer.original.strip())
    if not case or not is_empty:
        return False
    return is_nil or (_value(answers, case, KNOWN) == "no" and question != KNOWN.id)


def contradictions(answers: Answers) -> Iterator[Problem]:
    """Yield the cases that are said not to be known, with answers all the same."""
    answered = {case for case, question in _answered(answers) if question != KNOWN.id}
    for case in dict.fromkeys(case for case, _ in answers if case):
        if case in answered and _value(answers, case, KNOWN) == "no":
            yield problem(ProblemCode.NOT_KNOWN_BUT_ANSWERED, KNOWN, case=case)


def plans_missing(
    pack: Pack, spots: SpotsByKey, settled: Mapping[Key, Settled], answers: Answers
) -> Iterator[Problem]:
    """Yield what should be said of a plan, as the answer beside it is below the best."""
    questions = by_id(pack.questions)
    numbers = case_numbers(pack)
    for (case, name), outcome in settled.items():
        question = questions.get(name)
        if question is None or not question.follows or outcome.problems:
            continue
        before = questions[question.follows]
        if _value(answers, case, question) is not None:
            continue
        if before.is_below_best(_value(answers, case, before)):
            may_answer = spots.get((numbers.get(case), question.number))
            spot = may_answer[-1] if may_answer else None
            yield problem(ProblemCode.PLAN_MISSING, question, case=case, spot=spot)


def _value(answers: Answers, case: str, question: Question) -> str | None:
    answer = answers.get((case, question.id))
    if answer is None:
        return None
    return answer.value


def _answered(answers: Answers) -> Iterator[Key]:
    """Yield the case and the question of every answer that has a value."""
    for key, answer in answers.items():
        if answer and answer.value:
            yield key
