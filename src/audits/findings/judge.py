"""One case, several agencies: which answer stands for the case."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import attrgetter

from audits.domain.finding import CaseAnswer, JudgedCase
from audits.domain.question import Choice, Question, Scale, Standing


# Which kind of answer speaks for the case when agencies differ: a judgement before a record that
# does not say, and that before "does not apply".
_BEFORE = (Standing.JUDGED, Standing.CANNOT_TELL, Standing.NOT_APPLICABLE)


def judge_cases(question: Question, answers: Sequence[CaseAnswer]) -> tuple[JudgedCase, ...]:
    """Return each case once, with the weakest answer of the agencies that were asked.

    The weakest answer stands because one agency that fell short is what the child met. An answer
    that is missing (value None) never stands for a case but stays among its answers. Answers to
    other questions are passed over; the cases come in the order of their references.

    Raises:
        ValueError: if the question is not one of choices, or a value is not on its scale. Neither
            can come from a return that was read; the value itself is not repeated.
    """
    if question.scale is None:
        raise ValueError(f"{question.id} has no scale to judge by")
    by_case = _by_case(question, answers)
    return tuple(_judge(ref, given, question.scale) for ref, given in by_case.items())


def judge_numbers(
    question: Question, answers: Sequence[CaseAnswer], *, highest: bool
) -> tuple[JudgedCase, ...]:
    """Return each case once, with the highest or the lowest number that agencies gave of it.

    As with choices, one agency's answer speaks for the case, and one that is missing for none.
    """
    furthest = max if highest else min
    by_case = _by_case(question, answers)
    return tuple(_judge_number(ref, given, furthest) for ref, given in by_case.items())


def _by_case(question: Question, answers: Sequence[CaseAnswer]) -> dict[str, list[CaseAnswer]]:
    by_case: dict[str, list[CaseAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.question == question.id:
            by_case[answer.case].append(answer)
    return dict(sorted(by_case.items(), key=_place_of_case))


def _place_of_case(item: tuple[str, object]) -> tuple[int, str]:
    """Order cases by their references, -9 before -10."""
    ref, _ = item
    return len(ref), ref


def values_of(answers: Iterable[CaseAnswer]) -> list[str]:
    """Return the values that were given."""
    return [answer.value for answer in answers if answer.value is not None]


def all_answers(cases: Iterable[JudgedCase]) -> tuple[CaseAnswer, ...]:
    """Return every answer to these cases, case by case."""
    return tuple(chain.from_iterable(map(attrgetter("answers"), cases)))


def in_order(answers: Iterable[CaseAnswer]) -> tuple[CaseAnswer, ...]:
    """Return the answers about one case in the order of their units."""
    return tuple(sorted(answers, key=lambda answer: (answer.unit, answer.answer_id)))


def _judge_number(
    ref: str, answers: list[CaseAnswer], furthest: Callable[..., str | None]
) -> JudgedCase:
    numbers = values_of(answers)
    if not numbers:
        return _case(ref, None, None, answers)
    return _case(ref, furthest(numbers, key=float), Standing.JUDGED, answers)


def _judge(ref: str, answers: list[CaseAnswer], scale: Scale) -> JudgedCase:
    choice = _weakest([_choice(answer, scale) for answer in answers if answer.value is not None])
    if choice is None:
        return _case(ref, None, None, answers)
    return _case(ref, choice.code, choice.standing, answers)


def _case(
    ref: str, value: str | None, standing: Standing | None, answers: list[CaseAnswer]
) -> JudgedCase:
    is_targeted = any(map(attrgetter("targeted"), answers))
    return JudgedCase(ref, value, standing, targeted=is_targeted, answers=in_order(answers))


def _choice(answer: CaseAnswer, scale: Scale) -> Choice:
    choice = scale.choice(answer.value or "")
    if choice is None:
        raise ValueError(
            f"{answer.unit}'s answer to {answer.question} for {answer.case} is not on {scale.id}"
        )
    return choice


def _weakest(choices: list[Choice]) -> Choice | None:
    for standing in _BEFORE:
        candidates = [choice for choice in choices if choice.standing is standing]
        if candidates:
            return min(candidates, key=lambda choice: (choice.score or 0, choice.code))
    return None
