"""One question about one case: from the cells it was found in to an answer and its problems."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from operator import attrgetter

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.pack import CONCERN, KNOWN
from audits.domain.question import AnswerType, Question
from audits.domain.unable import says_it_cannot
from audits.opening import FileContents

from .normalise import meaning
from .places import Spot
from .problem_texts import QUIET, says
from .sheets import lacks_note


# A formula or an error shows words that nobody typed; what says two things is asked again.
NO_REASON = (ProblemCode.FORMULA, ProblemCode.ERROR_CELL, ProblemCode.AMBIGUOUS)


@dataclass(slots=True)
class Settled:
    """What one question came to. ``answer`` is None where nothing was asked for or said."""

    answer: Answer | None = None
    problems: list[Problem] = field(default_factory=list)


def settle(case: str, question: Question, spots: Sequence[Spot], contents: FileContents) -> Settled:
    """Return the answer to one question about one case, and all that is wrong with it."""
    spots = _those_that_count(spots)
    if not spots:
        return Settled()
    spot = max(spots, key=_likelihood)
    settled = _read(case, question, spot, contents)
    if spot.typed:
        on_queries = problem(ProblemCode.ON_QUERIES, question, case=case, spot=spot)
        settled.problems.append(on_queries)
    if len(spots) > 1:
        _compare(settled, spots, question)
    if spot.is_doubtful and spot.answer.strip():
        _take_nobodys(settled, ProblemCode.SHIFTED, question, spot)
    return settled


def _those_that_count(spots: Sequence[Spot]) -> Sequence[Spot]:
    """Return the spots of the newest edition: on sheets that show, and not all struck out.

    If all are hidden, or all are struck out, they count.
    """
    visible = list(filter(attrgetter("sheet.is_visible"), spots)) or spots
    newest = max(map(attrgetter("edition"), visible), default=0)
    latest = [spot for spot in visible if spot.edition == newest]
    return [spot for spot in latest if spot.answer or not spot.is_struck] or latest


def _likelihood(spot: Spot) -> tuple[bool, ...]:
    """Return what tells the spot that holds the answer, the most telling first."""
    return bool(spot.answer), not spot.typed, spot.is_own_place, bool(spot.note)


def problem(
    code: ProblemCode, question: Question | None = None, *, case: str = "", spot: Spot | None = None
) -> Problem:
    """Return a problem with its sentence and its place."""
    sheet, cell = (spot.sheet.title, spot.cell) if spot else ("", "")
    asked = question.id if question else ""
    is_query = code not in QUIET
    return Problem(
        code, says(code, question), sheet=sheet, cell=cell, case=case, question=asked,
        is_query=is_query,
    )  # fmt: skip


def _read(case: str, question: Question, spot: Spot, contents: FileContents) -> Settled:
    place = (spot.sheet.title, *spot.at)
    original = spot.answer
    if question.id == CONCERN.id and spot.note:  # whatever stands in its row is the concern
        original = "\n".join(filter(None, (spot.answer, spot.note)))
        spot = replace(spot, note_at=None)
    meant = meaning(question, original)
    value, wrong = meant.value, meant.problem
    if place in contents.formulas:
        value, wrong = None, ProblemCode.FORMULA
    elif place in contents.errors:
        value, wrong = None, ProblemCode.ERROR_CELL
    note = " ".join((spot.note or meant.reason).split("\x00")).strip()
    understood = meant.understood if value else ""
    problems = _noted(case, question, spot, understood)
    if not (value or wrong or note or question.required):
        return Settled(None, problems)
    answer = Answer(
        case, question.id, value, original, note,
        sheet=spot.sheet.title, cell=spot.cell, edition=spot.edition,
        is_choice=value is not None and question.scale is not None,
        is_measured=question.type in (AnswerType.NUMBER, AnswerType.DATE),
    )  # fmt: skip
    code = _what_is_wrong(question, spot, value, wrong, note)
    if code:
        problems.append(problem(code, question, case=case, spot=spot))
    return Settled(answer, problems)


def _what_is_wrong(
    question: Question, spot: Spot, value: str | None, wrong: ProblemCode | None, note: str
) -> ProblemCode | None:
    if value is None and wrong not in NO_REASON and _cannot_say(question, spot, note):
        return ProblemCode.CANNOT_SAY
    if wrong:
        return wrong
    if value is None and (question.required or spot.note):  # a note on nothing says nothing
        return ProblemCode.MISSING
    if lacks_note(question, value, note):
        return ProblemCode.EVIDENCE_MISSING
    return None


def _noted(case: str, question: Question, spot: Spot, understood: str) -> list[Problem]:
    """Return what is said of a cell whose answer is taken."""
    noted = []
    if spot.is_struck:
        noted.append(problem(ProblemCode.STRUCK_OUT, question, case=case, spot=spot))
    if understood:
        code = ProblemCode.DAY_UNDERSTOOD
        unnamed = problem(code, question, case=case, spot=spot)
        noted.append(replace(unnamed, message=says(code, day=understood)))
    return noted


def _cannot_say(question: Question, spot: Spot, note: str) -> bool:
    """Tell whether a unit says, in the cell or beside it, that it cannot answer."""
    if question.id == KNOWN.id:  # "not known" may mean either thing there
        return False
    return says_it_cannot(spot.answer) or says_it_cannot(note)


def _compare(settled: Settled, spots: Sequence[Spot], question: Question) -> None:
    """Say whether copies of a row or column agree; where not, nobody's answer is taken.

    A concern is the exception: all that its rows say counts.
    """
    answer, code = settled.answer, _disagreement(spots, question)
    if answer is None or code is None:
        return
    if question.id == CONCERN.id and code is ProblemCode.DUPLICATE_CONFLICT:
        texts: dict[str, None] = {}
        for spot in spots:
            texts |= dict.fromkeys((spot.answer.strip(), spot.note.strip()))
        settled.answer = replace(answer, value="\n".join(filter(None, texts)) or None)
    else:
        _take_nobodys(settled, code, question, spots[0])


def _take_nobodys(settled: Settled, code: ProblemCode, question: Question, spot: Spot) -> None:
    """Ask again instead of taking an answer; what may be a concern is looked at now."""
    if settled.answer is None:
        return
    settled.answer = replace(settled.answer, value=None)
    case = settled.answer.case
    settled.problems = [problem(code, question, case=case, spot=spot)]
    if question.id == CONCERN.id:
        concern = problem(ProblemCode.MAYBE_CONCERN, question, case=case, spot=spot)
        settled.problems.append(concern)


def _disagreement(spots: Sequence[Spot], question: Question) -> ProblemCode | None:
    """Return how what may be the answer disagrees: in two columns of a row, or in two places."""
    lines: dict[tuple[int, int, int], list[Spot]] = {}
    for spot in spots:
        lines.setdefault((id(spot.sheet), *spot.line), []).append(spot)
    for line in lines.values():
        if _differ(line, question) or _half_filled(line):
            return ProblemCode.TWO_ANSWERS
    if not _differ(spots, question):
        return None
    cells = list(filterfalse(attrgetter("typed"), spots))
    if _differ(cells, question) or len(cells) == len(spots):
        return ProblemCode.DUPLICATE_CONFLICT
    return ProblemCode.QUERIES_DIFFER


def _differ(spots: Sequence[Spot], question: Question) -> bool:
    values, notes = set(), set()
    for spot in spots:
        if spot.answer:
            values.add(meaning(question, spot.answer).value)
        notes.add(" ".join(spot.note.split()))
    return len(values) > 1 or len(notes - {""}) > 1


def _half_filled(line: Sequence[Spot]) -> bool:
    """Tell whether one column of a row says something and another nothing."""
    return len({bool(spot.answer.strip()) for spot in line}) > 1
