"""Personal details in a return: found, masked before anything is stored, and said once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.spelling import folded

from .reading import Reading


MASK = "[removed]"
SAYS = (
    "Something that identifies a person stands here. It was masked and is not kept outside the "
    "original file. Please do not write names, numbers or addresses."
)
NAMES = ("forename", "surname")
SHORTEST = 3  # letters; shorter names are words too often

# Postcodes as in BS 7666; unique pupil numbers and NHS numbers as in the NHS Data Dictionary, the
# latter checked by their modulus 11; telephone numbers as Ofcom writes them.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
EMAIL = re.compile(r"\b[\w.+'-]+@[\w-]+\.[\w.-]+\b")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def mask_personal(reading: Reading, names: Mapping[str, Sequence[Mapping[str, str]]]) -> Reading:
    """Return the reading with every personal detail masked, and a problem where one stood.

    ``names`` maps a case to the people in it, as the key list names them. Comments are dropped.
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


class _Masker:
    """Masks one return's texts."""

    def __init__(self, people: Sequence[Mapping[str, str]]) -> None:
        words = {w for person in people for n in NAMES for w in person.get(n, "").split()}
        words = {word for word in words if len(word) >= SHORTEST}
        days = {text for person in people for text in _birthdays(person.get("born", ""))}
        own = sorted(map(re.escape, words | days), key=len, reverse=True)
        self._own = re.compile(rf"(?<!\w)(?:{'|'.join(own)})(?!\w)", re.IGNORECASE) if own else None

    def answer(self, answer: Answer) -> Answer:
        """Return the answer with its texts masked; a choice from a list is left alone."""
        sheet, note = self.text(answer.sheet), self.text(answer.note)
        value, original = answer.value, answer.original
        is_choice = value is not None and folded(original) == folded(value) and " " not in value
        if not is_choice:
            value, original = self.text(value) if value else value, self.text(original)
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


def _birthdays(born: str) -> Iterator[str]:
    """Yield a date of birth in the ways that people write it."""
    if not born:
        return
    day = date.fromisoformat(born)
    yield from (born, f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}")
    yield from (f"{day.day}/{day.month}/{day.year}", f"{day.day} {day:%B %Y}")


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
