"""What came back: returns, their problems, and the answers that count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from audits.domain.answer import Problem
from audits.domain.naming import Audience, Naming, naming_of
from audits.domain.status import ReturnOutcome
from audits.queries.collected import Collected
from audits.storage import (
    AnswerRow,
    Concern,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    TrailEntry,
    View,
    one_of,
)
from audits.templates import template_of
from audits.workspace import Workspace

from .concerns import ConcernView, describe_concerns, returns_of
from .current_rows import current_answers
from .extended import extended
from .story import StoryLine, story_of


if TYPE_CHECKING:
    from audits.masking import Masker


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """Something wrong with a return, in the sentence its sender gets."""

    code: str
    sheet: str = field(repr=False)
    cell: str
    message: str
    case: str
    question: str
    is_query: bool


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """A received file: what became of it, and what is wrong with it.

    ``outcome`` is None while nobody has read it. A file with the rows of several packs has a line
    for each, all but the first ``part_of`` it.
    """

    id: str
    sha256: str
    received_at: datetime
    outcome: ReturnOutcome | None
    late: bool
    cycle: str | None
    unit: str | None
    supersedes: str | None
    part_of: str | None
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True, slots=True)
class ReturnLine(ReturnFacts):
    """A received file with its unit's deadline, and how many answers it makes us ask for again."""

    due_at: datetime | None
    to_query: int


@dataclass(frozen=True, slots=True)
class ReturnDetail(ReturnFacts):
    """A received file with its concerns, and what happened to it."""

    concerns: tuple[ConcernView, ...]
    story: tuple[StoryLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer that counts, and the return, sheet and cell that it came from.

    Of an audit that names no unit, it carries no unit and no case.
    """

    unit: str
    case: str
    question: str
    answer: str | None = field(repr=False)
    original: str = field(repr=False)
    note: str = field(repr=False)
    return_: str
    sheet: str = field(repr=False)
    cell: str


@dataclass(frozen=True, slots=True)
class CollectedLine:
    """What became of one collected file; ``file`` is the sender's own name for it.

    ``also`` is what it holds of other packs.
    """

    file: str = field(repr=False)
    sha256: str
    outcome: ReturnOutcome
    cycle: str | None
    unit: str | None
    answers: int
    problems: tuple[ProblemLine, ...]
    was_waived: bool
    also: tuple["CollectedLine", ...]


def list_returns(ref: str | None, *, workspace: Workspace) -> list[ReturnLine]:
    """Return what came back for a cycle; for None, what belongs to no cycle and was set aside.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        if ref is not None:
            view.get(Cycle, ref)
        of_cycle = IssuedPack.cycle == ref
        due = view.values_by(IssuedPack.unit, IssuedPack.due_at, of_cycle, IssuedPack.edition == 1)
        rows = view.all(ReturnFile, ReturnFile.cycle == ref, order_by=ReturnFile.received_at)
        problems = _problems_by_return(rows, view)
    return [_line(row, problems[row.id], due.get(row.unit or "")) for row in rows]


def describe_return(ref: str, *, workspace: Workspace) -> ReturnDetail:
    """Return one received file with its problems and concerns.

    Raises:
        NotFoundError: if there is no such return.
    """
    with workspace.open_view() as view:
        row = view.get(ReturnFile, ref)
        problems = _problems_by_return([row], view)[ref]
        concerns = view.all(
            Concern,
            Concern.cycle == row.cycle,
            Concern.unit == row.unit,
            order_by=Concern.case_ref,
        )
        raised = [concern for concern in concerns if ref in returns_of(concern)]
        return extended(
            ReturnDetail,
            _facts(row, problems),
            concerns=tuple(describe_concerns(raised, view)),
            story=story_of(_entries_about(row, view)),
        )


def list_answers(ref: str, *, workspace: Workspace) -> list[AnswerLine]:
    """Return the current answers of a cycle, each with where it came from.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    from .free_text import masker_of_units  # a list of returns shows no text

    with workspace.open_view() as view:
        naming = naming_of(template_of(view.get(Cycle, ref).template), Audience.READERS)
        masker = masker_of_units(ref, view)  # what was taken in before it was masked so
        rows = current_answers(ref, view)
    return [_answer(row, masker, naming) for row in rows]


def _answer(row: AnswerRow, masker: "Masker", naming: Naming) -> AnswerLine:
    answer = masker.text(row.value) if row.value else row.value
    return AnswerLine(
        unit=naming.unit(row.unit),
        case=naming.lead(row.case_ref),
        question=row.question,
        answer=answer,
        original=masker.text(row.original),
        note=masker.text(row.note),
        return_=naming.lead(row.return_id),
        sheet=naming.lead(row.sheet),
        cell=naming.lead(row.cell),
    )


def describe_collected(collected: Collected) -> CollectedLine:
    """Return what became of one collected file."""
    return CollectedLine(
        file=collected.file,
        sha256=collected.sha256,
        outcome=collected.outcome,
        cycle=collected.cycle,
        unit=collected.unit,
        answers=collected.answers,
        problems=tuple(_problem(problem, problem.case) for problem in collected.problems),
        was_waived=collected.was_waived,
        also=tuple(map(describe_collected, collected.also)),
    )


def _problems_by_return(
    rows: Sequence[ReturnFile], view: View
) -> Mapping[str, tuple[ProblemLine, ...]]:
    """Return what is wrong with each of these files, in one statement."""
    of_these = one_of(ReturnProblem.return_id, [row.id for row in rows])
    by_return: dict[str, tuple[ProblemLine, ...]] = defaultdict(tuple)
    for problem in view.all(ReturnProblem, of_these, order_by=ReturnProblem.id):
        by_return[problem.return_id] += (_problem(problem, problem.case_ref),)
    return by_return


def _problem(problem: Problem | ReturnProblem, case: str) -> ProblemLine:
    return ProblemLine(
        code=str(problem.code),
        sheet=problem.sheet,
        cell=problem.cell,
        message=problem.message,
        case=case,
        question=problem.question,
        is_query=problem.is_query,
    )


def _line(
    row: ReturnFile, problems: tuple[ProblemLine, ...], due_at: datetime | None
) -> ReturnLine:
    to_query = sum(problem.is_query for problem in problems)
    return extended(ReturnLine, _facts(row, problems), due_at=due_at, to_query=to_query)


def _facts(row: ReturnFile, problems: tuple[ProblemLine, ...]) -> ReturnFacts:
    """Return what all views of a return hold."""
    return ReturnFacts(
        id=row.id,
        sha256=row.sha256,
        received_at=row.received_at,
        outcome=row.outcome,
        late=row.late,
        cycle=row.cycle,
        unit=row.unit,
        supersedes=row.supersedes,
        part_of=row.part_of,
        problems=problems,
    )


def _entries_about(row: ReturnFile, view: View) -> list[TrailEntry]:
    """Return the trail's entries about a return, then those about its pack that name it."""
    own = view.all(TrailEntry, TrailEntry.about == row.id, order_by=TrailEntry.seq)
    of_pack = view.all(TrailEntry, TrailEntry.about == row.pack, order_by=TrailEntry.seq)
    return [*own, *(entry for entry in of_pack if entry.facts.get("return_id") == row.id)]
