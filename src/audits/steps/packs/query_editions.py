"""What an edition may change: only the cells that it opened, and nothing that a newer one said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from operator import attrgetter

from audits.domain.answer import Answer, CaseQuestion, Problem, ProblemCode
from audits.domain.edition import edition_in, token_of
from audits.domain.pack import CONCERN
from audits.domain.question import EvidenceRule, Question
from audits.queries.packs import pack_of
from audits.storage import AnswerRow, CurrentAnswer, IssuedPack, ReturnProblem, View
from audits.workbook import Reading, questions_of


Before = Mapping[CaseQuestion, CurrentAnswer]
CLOSED_CHANGED = (
    "Nothing was asked about this answer, and it or its note says something else than before. "
    "What you said earlier stands until you say here which is right."
)


def heed_editions(
    reading: Reading, before: Before, pack: IssuedPack, view: View
) -> tuple[Reading, tuple[Answer, ...]]:
    """Return a reading that asks about closed cells that were changed, and repeats no old query.

    With it come the answers and notes in those cells, which do not count and are to be kept.
    """
    asked = {question.id: question for question in questions_of(pack_of(pack))}
    opened_by = cache(partial(_opened, pack.code, view=view))
    changed = []
    aside: set[CaseQuestion] = set()
    over = set(_repeated(reading, before, pack, view))
    for answer in reading.answers:
        if not _is_closed(answer, before, opened_by(answer.edition)):
            continue
        if _is_changed(answer, before, asked[answer.question]):
            changed.append(answer)
            aside.add(answer.about)
            over.add(answer.about)
        elif before[answer.about].note and not answer.note:
            # No place for the note was issued there: it stands as it was said before.
            aside.add(answer.about)
    answers = tuple(replace(a, value=None) if a.about in aside else a for a in reading.answers)
    problems = [problem for problem in reading.problems if problem.about not in over]
    problems += map(_ask, changed)
    return replace(reading, answers=answers, problems=tuple(problems)), tuple(changed)


def asked_already(problem: Problem, earlier: ReturnProblem | None, reading: Reading) -> str | None:
    """Return the edition that asks what a return to an older one brings up once more."""
    if earlier is None or not earlier.asked_in or not problem.is_query:
        return None
    editions = map(attrgetter("edition"), reading.answers)
    newest = edition_in(earlier.asked_in)
    return earlier.asked_in if max(editions, default=newest) < newest else None


def _opened(code: str, edition: int, *, view: View) -> set[CaseQuestion] | None:
    """Return the cells that an edition opened; None for all."""
    row = view.find(IssuedPack, token_of(code, edition))
    if edition == 1 or row is None:
        return None
    return set(map(attrgetter("about"), pack_of(row).queries))


def _is_closed(answer: Answer, before: Before, opened: set[CaseQuestion] | None) -> bool:
    """Tell whether an answer stands in a cell that was closed, and one counts that is no newer."""
    stood = before.get(answer.about, CurrentAnswer())
    if answer.question == CONCERN.id:  # open in every edition: whoever worries may write at once
        return False
    if opened is None or answer.about in opened:
        return False
    return None not in (stood.value, answer.value) and answer.edition >= stood.edition


def _is_changed(answer: Answer, before: Before, question: Question) -> bool:
    """Tell whether a closed cell, or the note beside it, says something else than before."""
    stood = before[answer.about]
    has_place = question.evidence is not EvidenceRule.NEVER
    is_noted = (answer.note or has_place) and _plain(stood.note) != _plain(answer.note)
    return _plain(stood.value) != _plain(answer.value) or bool(is_noted)


def _plain(value: str | None) -> str:
    return " ".join((value or "").split())


def _repeated(
    reading: Reading, before: Before, pack: IssuedPack, view: View
) -> Iterator[CaseQuestion]:
    """Yield what an older edition says once more, word by word, after a newer one answered it."""
    for answer in reading.answers:
        stood = before.get(answer.about, CurrentAnswer())
        if answer.value is None and stood.value is not None and answer.edition < stood.edition:
            again = view.first(
                AnswerRow,
                AnswerRow.pack == pack.code,
                AnswerRow.case_ref == answer.case,
                AnswerRow.question == answer.question,
                AnswerRow.edition == answer.edition,
                AnswerRow.original == answer.original,
            )
            if again is not None:
                yield answer.about


def _ask(answer: Answer) -> Problem:
    return Problem(
        ProblemCode.CLOSED_CHANGED, CLOSED_CHANGED, sheet=answer.sheet, cell=answer.cell,
        case=answer.case, question=answer.question,
    )  # fmt: skip
