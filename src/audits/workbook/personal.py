"""Personal details in a return: found, masked before anything is stored, and said once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from audits.domain.answer import Answer, Problem, ProblemCode

from .names import pattern_of
from .reading import Reading


MASK = "[removed]"
SAYS = (
    "Something that identifies a person stands here. It was masked and is not kept outside the "
    "original file. Please do not write names, numbers or addresses."
)

# Postcodes as in BS 7666; unique pupil numbers and NHS numbers as in the NHS Data Dictionary, the
# latter checked by their modulus 11; telephone numbers as Ofcom writes them.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
EMAIL = re.compile(r"\b[\w.+'-]+@[\w-]+\.[\w.-]+\b")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def mask_personal(reading: Reading, names: Mapping[str, Sequence[Mapping[str, str]]]) -> Reading:
    """Return the reading with every personal detail masked, and a problem where one stood.

    ``names`` maps a case to the people in it and in their family, as the register names them.
    Comments are dropped.
    """
    masker = _Masker(list(chain.from_iterable(names.values())))
    answers = tuple(masker.answer(answer) for answer in reading.answers)
    problems = tuple(
        replace(each, sheet=masker.text(each.sheet), message=each.message)
        for each in reading.problems
    )
    found = [
        _problem(after.sheet, after.cell, after.case, after.question)
        for before, after in zip(reading.answers, answers, strict=True)
        if before != after
    ]
    found += [
        _problem(masker.text(sheet), cell)
        for sheet, cell, text in reading.comments
        if masker.text(text) != text
    ]
    return replace(reading, answers=answers, problems=(*problems, *found), comments=())


def names_somebody(text: str, people: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether a text holds a name of these people, anybody's number or address, or a mask."""
    return MASK in text or _Masker(people).text(text) != text


class _Masker:
    """Masks one return's texts."""

    def __init__(self, people: Sequence[Mapping[str, str]]) -> None:
        self._own = pattern_of(people)

    def answer(self, answer: Answer) -> Answer:
        """Return the answer with its texts masked; a choice from a list is left alone."""
        sheet, note = self.text(answer.sheet), self.text(answer.note)
        value, original = answer.value, self.text(answer.original)
        if value and not answer.is_choice:
            value = self.text(value)
        return replace(answer, value=value, original=original, note=note, sheet=sheet)

    def text(self, text: str) -> str:
        """Return a text with every personal detail masked."""
        for pattern in (EMAIL, POSTCODE, UPN, PHONE, *([self._own] if self._own else [])):
            text = pattern.sub(MASK, text)
        return NHS.sub(_mask_nhs_number, text)


def _mask_nhs_number(match: re.Match[str]) -> str:
    digits = [int(char) for char in match[0] if char.isdecimal()]
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - weighted % 11) % 11
    return MASK if check == digits[9] else match[0]


def _problem(sheet: str, cell: str, case: str = "", question: str = "") -> Problem:
    return Problem(
        ProblemCode.PERSONAL_DETAIL,
        SAYS,
        sheet=sheet,
        cell=cell,
        case=case,
        question=question,
        is_query=False,
    )
