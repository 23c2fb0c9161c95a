"""One question about one case: from the cells it was found in to an answer and its problems."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.question import AnswerType, Question
from audits.opening import FileContents

from .normalise import meaning
from .scanning import Spot
from .sentences import QUIET, says
from .sheets import lacks_note


@dataclass(slots=True)
class Settled:
    """What one question came to. ``answer`` is None where nothing was asked for or said."""

    answer: Answer | None = None
    problems: list[Problem] = field(default_factory=list)


def settle(case: str, question: Question, spots: Sequence[Spot], seen: FileContents) -> Settled:
    """Return the answer to one question about one case, and all that is wrong with it."""
    if not spots:
        return Settled()
    spot = max(spots, key=lambda each: bool(each.answer))
    settled = _read(case, question, spot, seen)
    if len(spots) > 1:
        _compare(settled, spots, question)
    return settled


def problem(
    code: ProblemCode, question: Question | None = None, *, case: str = "", spot: Spot | None = None
) -> Problem:
    """Return a problem with its sentence and its place."""
    return Problem(
        code,
        says(code, question),
        sheet=spot.sheet.title if spot else "",
        cell=spot.cell if spot else "",
        case=case,
        question=question.id if question else "",
        is_query=code not in QUIET,
    )


def _read(case: str, question: Question, spot: Spot, seen: FileContents) -> Settled:
    place = (spot.sheet.title, *spot.at)
    found = meaning(question, spot.answer)
    value, wrong = found.value, found.problem
    if place in seen.formulas:
        value, wrong = None, ProblemCode.FORMULA
    elif place in seen.errors:
        value, wrong = None, ProblemCode.ERROR_CELL
    note = " ".join((spot.note or found.reason).split("\x00")).strip()
    if not (value or wrong or note or question.required):
        return Settled()
    answer = Answer(
        case, question.id, value, spot.answer, note,
        sheet=spot.sheet.title, cell=spot.cell, edition=spot.edition,
        is_choice=value is not None and question.scale is not None,
        is_measured=question.type in (AnswerType.NUMBER, AnswerType.DATE),
    )  # fmt: skip
    settled = Settled(answer)
    if wrong:
        settled.problems.append(problem(wrong, question, case=case, spot=spot))
    elif value is None and question.required:
        settled.problems.append(problem(ProblemCode.MISSING, question, case=case, spot=spot))
    elif lacks_note(question, value, note):
        missing = ProblemCode.EVIDENCE_MISSING
        settled.problems.append(problem(missing, question, case=case, spot=spot))
    return settled


def _compare(settled: Settled, spots: Sequence[Spot], question: Question) -> None:
    """Say whether copies of a row agree; where they do not, nobody's answer is taken."""
    said = {meaning(question, spot.answer).value for spot in spots if spot.answer}
    answer = settled.answer
    if len(said) <= 1 or answer is None:
        return
    settled.answer = replace(answer, value=None)
    code = ProblemCode.DUPLICATE_CONFLICT
    settled.problems = [problem(code, question, case=answer.case, spot=spots[0])]
