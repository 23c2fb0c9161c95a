"""Personal details in a return: masked before anything is stored, and said once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.status import ReturnOutcome
from audits.masking import Person
from audits.opening import Job, ReaderDiedError, shared_reader

from .reading import Reading


SAYS = (
    "Something here identifies a person. It was masked and is not kept outside the "
    "original file. Please do not write names, numbers or addresses."
)
MASKING = Job(
    "audits.masking.masker:mask_all", seconds=5.0, seconds_per_megabyte=8.0, memory_per_megabyte=60
)


def mask_personal(reading: Reading, people: Sequence[Person], job: Job = MASKING) -> Reading:
    """Return the reading with every personal detail masked, and a problem where one stood.

    ``people`` are those in the cases and in their families, as the register knows them. Comments
    are dropped. Texts are masked in the limited process; a reading whose texts take too much is
    refused whole, as a file is.
    """
    try:
        masked = _masked(list(_texts(reading)), people, job)
    except ReaderDiedError as error:
        refused = replace(reading, answers=(), comments=(), outcome=ReturnOutcome.REFUSED)
        return replace(refused, problems=(error.refusal.problem,))
    answers, problems = [], []
    for problem in reading.problems:
        problems.append(replace(problem, sheet=masked[problem.sheet]))
    for before in reading.answers:
        after = _answer(before, masked)
        answers.append(after)
        if before != after:
            problems.append(_problem(after.sheet, after.cell, after.case, after.question))
    for sheet, cell, text in reading.comments:
        if masked[text] != text:
            problems.append(_problem(masked[sheet], cell))
    return replace(reading, answers=tuple(answers), problems=tuple(problems), comments=())


def _masked(texts: Sequence[str], people: Sequence[Person], job: Job) -> Mapping[str, str]:
    """Return what each text becomes."""
    once = list(filter(None, dict.fromkeys(texts)))
    if not once:
        return {"": ""}
    data = json.dumps({"texts": once, "people": people}).encode()
    return dict(zip(once, shared_reader()(job, data), strict=True)) | {"": ""}


def _texts(reading: Reading) -> Iterator[str]:
    for answer in reading.answers:
        yield from (answer.sheet, answer.note, answer.original, _free(answer))
    yield from map(attrgetter("sheet"), reading.problems)
    for sheet, _, text in reading.comments:
        yield from (sheet, text)


def _free(answer: Answer) -> str:
    """Return an answer's value where somebody wrote it; a choice from a list is left alone."""
    if answer.is_choice:
        return ""
    return answer.value or ""


def _answer(answer: Answer, masked: Mapping[str, str]) -> Answer:
    value = answer.value
    if value and _free(answer):
        value = masked[value]
    if answer.is_measured and value != answer.value:
        value = None
    sheet, note = masked[answer.sheet], masked[answer.note]
    return replace(answer, value=value, original=masked[answer.original], note=note, sheet=sheet)


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
