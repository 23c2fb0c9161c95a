"""What an edition may change: only the cells that it opened, and nothing that a newer one said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.pack import CONCERN
from audits.storage import AnswerRow, IssuedPack, ReturnProblem, View
from audits.workbook import Reading


Key = tuple[str, str]
Before = Mapping[Key, tuple[str | None, int]]  # values and editions
CLOSED_CHANGED = (
    "This cell was closed, as nothing was asked about it, and it says something else than before. "
    "Your earlier answer stands until you say here which is right."
)


def heed_editions(reading: Reading, before: Before, pack: IssuedPack, view: View) -> Reading:
    """Return a reading that asks about closed cells that were changed, and repeats no old query."""
    editions = {(a.case, a.question): a.edition for a in reading.answers}
    opened = {edition: _opened(pack.code, edition, view) for edition in set(editions.values())}
    changed = {key for a in reading.answers if (key := _changed(a, before, opened[a.edition]))}
    repeated = set(_repeated(reading, before, pack, view))
    answers = tuple(
        replace(a, value=None) if (a.case, a.question) in changed else a for a in reading.answers
    )
    problems = [p for p in reading.problems if (p.case, p.question) not in changed | repeated]
    asked = [_ask(a) for a in reading.answers if (a.case, a.question) in changed]
    return replace(reading, answers=answers, problems=(*problems, *asked))


def asked_already(problem: Problem, earlier: ReturnProblem | None, reading: Reading) -> str | None:
    """Return the edition that asks what a return to an older one brings up once more."""
    if earlier is None or not earlier.asked_in or not problem.is_query:
        return None
    editions = [a.edition for a in reading.answers]
    newest = int(earlier.asked_in.rpartition(".")[2])
    return earlier.asked_in if editions and max(editions) < newest else None


def _opened(code: str, edition: int, view: View) -> set[Key] | None:
    """Return what an edition opened, "" for all that is asked about a case; None for all."""
    if edition == 1:
        return None
    asked = view.all(ReturnProblem, ReturnProblem.asked_in == f"{code}.{edition}")
    return {(each.case_ref, each.question) for each in asked}


def _changed(answer: Answer, before: Before, opened: set[Key] | None) -> Key | None:
    key = (answer.case, answer.question)
    stood = before.get(key, (None, 0))[0]
    if answer.question == CONCERN.id:  # open in every edition: whoever worries may write at once
        return None
    if opened is None or {key, (answer.case, "")} & opened or None in (stood, answer.value):
        return None
    return None if _plain(stood) == _plain(answer.value) else key


def _plain(value: str | None) -> str:
    return " ".join((value or "").split())


def _repeated(reading: Reading, before: Before, pack: IssuedPack, view: View) -> Iterator[Key]:
    """Yield what an older edition says once more, word by word, after a newer one answered it."""
    for answer in reading.answers:
        key = (answer.case, answer.question)
        stood, edition = before.get(key, (None, 0))
        if answer.value is None and stood is not None and answer.edition < edition:
            again = view.first(
                AnswerRow,
                AnswerRow.pack == pack.code,
                AnswerRow.case_ref == answer.case,
                AnswerRow.question == answer.question,
                AnswerRow.edition == answer.edition,
                AnswerRow.original == answer.original,
            )
            if again is not None:
                yield key


def _ask(answer: Answer) -> Problem:
    return Problem(
        ProblemCode.CLOSED_CHANGED, CLOSED_CHANGED, sheet=answer.sheet, cell=answer.cell,
        case=answer.case, question=answer.question,
    )  # fmt: skip
