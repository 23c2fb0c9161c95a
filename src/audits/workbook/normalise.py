"""What somebody typed, as what it means; the original is always kept beside it."""

from dataclasses import dataclass

from audits.domain.answer import ProblemCode
from audits.domain.days import day_from
from audits.domain.question import AnswerType, Question, Scale

from .choices import choice_in, says_more


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value, or what is wrong; ``reason`` is what was written after a choice."""

    value: str | None
    problem: ProblemCode | None = None
    reason: str = ""


def meaning(question: Question, text: str) -> Meaning:
    """Return what a text says in answer to a question; an empty one says nothing."""
    plain = " ".join(text.split())
    if not plain:
        return Meaning(None)
    if question.scale:
        return _choice(question.scale, text)
    if question.type is AnswerType.DATE:
        return _date(plain)
    if question.type is AnswerType.NUMBER:
        return _number(plain)
    return Meaning(text.strip())


def _choice(scale: Scale, text: str) -> Meaning:
    code, reason = choice_in(scale, text)
    if code:
        return Meaning(code, reason=reason)
    wrong = ProblemCode.AMBIGUOUS if says_more(scale, text) else ProblemCode.NOT_ALLOWED
    return Meaning(None, wrong)


def _date(text: str) -> Meaning:
    day = day_from(text)
    return Meaning(day.isoformat()) if day else Meaning(None, ProblemCode.NOT_A_DATE)


def _number(text: str) -> Meaning:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return Meaning(None, ProblemCode.NOT_A_NUMBER)
    if number in (float("inf"), float("-inf")) or number != number:
        return Meaning(None, ProblemCode.NOT_A_NUMBER)
    return Meaning(str(int(number)) if number.is_integer() else repr(number))
