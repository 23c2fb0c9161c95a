"""What somebody typed, as what it means; the original is always kept beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from audits.domain.answer import ProblemCode
from audits.domain.days import day_from
from audits.domain.question import AnswerType, Question, Scale
from audits.domain.spelling import folded


REASON = re.compile(r"\s[-\u2013\u2014]\s?|[:;,(.\n]")  # "n/a - baby", "No, the family moved"
EITHER = re.compile(r"/|\bor\b|\band\b|&|,", re.IGNORECASE)


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
        return _choice(question.scale, plain)
    if question.type is AnswerType.DATE:
        return _date(plain)
    if question.type is AnswerType.NUMBER:
        return _number(plain)
    return Meaning(text.strip())


@lru_cache(maxsize=64)
def _spellings(scale: Scale) -> Mapping[str, str]:
    return {
        folded(text): choice.code
        for choice in scale.choices
        for text in (choice.label, choice.code, *choice.also)
    }


def _choice(scale: Scale, text: str) -> Meaning:
    known = _spellings(scale)
    if folded(text) in known:
        return Meaning(known[folded(text)])
    head, reason = _split(text)
    if folded(head) in known:
        return Meaning(known[folded(head)], reason=reason)
    meant = {known[part] for part in map(folded, EITHER.split(text)) if part in known}
    wrong = ProblemCode.AMBIGUOUS if len(meant) > 1 else ProblemCode.NOT_ALLOWED
    return Meaning(None, wrong)


def _split(text: str) -> tuple[str, str]:
    """Return what stands before the first mark that begins a reason, and the reason."""
    found = REASON.search(text)
    return (text[: found.start()], text[found.end() :].strip(" )")) if found else (text, "")


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
