"""Personal details in a return: found, masked before anything is stored, and said once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.folding import fold, joined_spans

from .known import Known
from .reading import Reading
from .signs import sign_spans


MASK = "[removed]"
SAYS = (
    "Something that identifies a person stands here. It was masked and is not kept outside the "
    "original file. Please do not write names, numbers or addresses."
)


def mask_personal(reading: Reading, names: Mapping[str, Sequence[Mapping[str, str]]]) -> Reading:
    """Return the reading with every personal detail masked, and a problem where one stood.

    ``names`` maps a case to the people in it and in their family, as the register names them.
    Comments are dropped.
    """
    masker = Masker(chain.from_iterable(names.values()))
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
    return MASK in text or Masker(people).text(text) != text


class Masker:
    """Masks texts: what identifies by its form, and all that is known of some people."""

    def __init__(self, people: Iterable[Mapping[str, str]] = ()) -> None:
        self._known = Known(people)

    def answer(self, answer: Answer) -> Answer:
        """Return the answer with its texts masked; a choice from a list is left alone."""
        sheet, note = self.text(answer.sheet), self.text(answer.note)
        value, original = answer.value, self.text(answer.original)
        if value and not answer.is_choice:
            value = self.text(value)
        return replace(answer, value=value, original=original, note=note, sheet=sheet)

    def text(self, text: str) -> str:
        """Return a text with every personal detail masked, in time proportional to its length."""
        masked, at = [], 0
        for start, end in self.spans(text):
            masked += [text[at:start], MASK]
            at = end
        return "".join([*masked, text[at:]])

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield what is to be masked, as places in the text as it was written."""
        folded = fold(text)
        found = chain(sign_spans(folded.text), self._known.spans(folded))
        return joined_spans(folded.span(*each) for each in found)


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
