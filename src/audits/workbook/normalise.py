"""What somebody typed, as what it means; the original is always kept beside it."""

import re
from dataclasses import dataclass

from audits.domain.answer import ProblemCode
from audits.domain.days import day_from, day_in_words
from audits.domain.due_days import named_day
from audits.domain.question import AnswerType, Question, Scale

from .choices import choice_in, says_more


PER_CENT = re.compile(r"\s*(?:%|\bper ?cent\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value, or what is wrong; ``reason`` is what was written after a choice.

    ``understood`` is the day, in words, that was taken for a period of which it is the last.
    """

    value: str | None
    problem: ProblemCode | None = None
    reason: str = ""
    understood: str = ""


def meaning(question: Question, text: str) -> Meaning:
    """Return what a text says in answer to a question; an empty one says nothing."""
    plain = " ".join(text.split())
    if not plain:
        return Meaning(None)
    if question.scale:
        return _choice(question.scale, text)
    if question.type is AnswerType.DATE:
        read = _due if question.is_due else _date
        return read(plain)
    if question.type is AnswerType.NUMBER:
        return _number(plain, in_per_cent=bool(PER_CENT.search(question.asks)))
    return Meaning(text.strip())


def _choice(scale: Scale, text: str) -> Meaning:
    code, reason = choice_in(scale, text)
    if code:
        return Meaning(code, reason=reason)
    if says_more(scale, text):
        return Meaning(None, ProblemCode.AMBIGUOUS)
    return Meaning(None, ProblemCode.NOT_ALLOWED)


def _date(text: str) -> Meaning:
    day = day_from(text)
    if day is None:
        return Meaning(None, ProblemCode.NOT_A_DATE)
    return Meaning(day.isoformat())


def _due(text: str) -> Meaning:
    """Return the day by which something is done; of a month, a quarter or a term its last."""
    named = named_day(text)
    if named.day is None:
        return Meaning(None, ProblemCode.NOT_A_DATE)
    understood = day_in_words(named.day) if named.rule else ""
    return Meaning(named.day.isoformat(), understood=understood)


def _number(text: str, *, in_per_cent: bool) -> Meaning:
    """Return a number; where per cent are asked for, "100%" is 100 and "1%" what its cell holds."""
    plain = PER_CENT.sub("", text) if in_per_cent else text
    try:
        number = float(plain.replace(",", ""))
    except ValueError:
        return Meaning(None, ProblemCode.NOT_A_NUMBER)
    if number in (float("inf"), float("-inf")) or number != number:
        return Meaning(None, ProblemCode.NOT_A_NUMBER)
    if plain != text and 0 < number <= 1:
        number /= 100
    if number.is_integer():
        return Meaning(str(int(number)))
    return Meaning(repr(number))
