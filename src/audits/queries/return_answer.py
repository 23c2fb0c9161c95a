"""What was read of a workbook that a unit handed in, in numbers and by cell."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from audits.domain.errors import NotFoundError
from audits.domain.pack import CONCERN
from audits.domain.status import ReturnOutcome
from audits.storage import (
    ActionBook,
    ActionRow,
    ActionUpdate,
    AnswerRow,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    View,
    one_of,
)
from audits.workspace import Workspace

from .own_units import Agencies, own_unit
from .packs import pack_of
from .still_asked import Key, PackCells, cells_asked, cells_asked_by


@dataclass(frozen=True, slots=True)
class CellsToLookAt:
    """Cells with the same thing wrong, by sheet: what is wanted, and where."""

    message: str
    is_query: bool
    cells: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class UpdatedAction:
    """An action of which a workbook said something that was taken."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """What was read of one handed-in file, in numbers and by cell.

    ``read`` of ``asked`` answers were taken from it; ``look`` need another look. ``newest`` is the
    edition that asks again, "" where nothing is asked. Of a workbook about actions ``actions`` are
    those that it brought up to date; None of any other. Of what was typed on the unit's page,
    ``is_typed``, ``look`` counts all that its ``pack`` is still asked; ``is_concern`` where it says
    that a child is at risk.
    """

    id: str
    unit: str
    unit_name: str
    received_at: datetime
    outcome: ReturnOutcome | None
    cycle: str | None
    title: str
    read: int
    asked: int
    look: int
    newest: str
    problems: tuple[CellsToLookAt, ...]
    pack: str = ""
    is_typed: bool = False
    is_concern: bool = False
    actions: tuple[UpdatedAction, ...] | None = None


def return_answer(unit: str, ref: str, agencies: Agencies, *, workspace: Workspace) -> ReturnAnswer:
    """Return what was read of a file that a unit of somebody's agencies handed in.

    Raises:
        NotFoundError: if the unit is not theirs, or handed in no such file.
    """
    with workspace.open_view() as view:
        name = own_unit(unit, agencies, view).name
        row = view.find(ReturnFile, ref)
        if row is None or unit not in (row.unit, row.only_for):
            raise NotFoundError("There is no such return.")
        problems = view.all(
            ReturnProblem, ReturnProblem.return_id == ref, order_by=ReturnProblem.id
        )
        packs = view.all(IssuedPack, IssuedPack.code == row.pack, order_by=IssuedPack.edition)
        cycle = view.find(Cycle, row.cycle) if row.cycle else None
        given = view.all(AnswerRow, AnswerRow.return_id == ref)
        left = cells_asked(packs[-1], view) if row.typed is not None and packs else ()
        books = []
        if not packs:
            books = view.all(ActionBook, ActionBook.code == row.pack, order_by=ActionBook.edition)
        updated = _updated(ref, view) if books else None
    title = cycle.title if cycle else ""
    queries = [problem for problem in problems if problem.is_query]
    answers = {(row.case_ref, row.question) for row in given if row.value is not None}
    look = set(left or _cells(queries, packs, answers))
    if books:
        look = {(query.case_ref, query.question or query.cell) for query in queries}
    newest = ""
    editions: list[IssuedPack | ActionBook] = [*packs, *books]
    if look and len(editions) > 1 and editions[-1].sha256:
        newest = editions[-1].id
    return ReturnAnswer(
        id=ref, unit=unit, unit_name=name, received_at=row.received_at, outcome=row.outcome,
        cycle=row.cycle, title=title, read=len(answers - look),
        asked=len(answers | look), look=len(look), newest=newest,
        problems=tuple(_grouped(problems)), actions=updated, pack=row.pack or "",
        is_typed=row.typed is not None, is_concern=CONCERN.id in {key[1] for key in answers},
    )  # fmt: skip


def _updated(ref: str, view: View) -> tuple[UpdatedAction, ...]:
    """Return the actions that a workbook about them brought up to date."""
    updates = view.values(ActionUpdate.action, ActionUpdate.return_id == ref)
    rows = view.all(ActionRow, one_of(ActionRow.id, updates), order_by=ActionRow.id)
    return tuple(UpdatedAction(row.id, row.title) for row in rows)


def _cells(
    queries: Sequence[ReturnProblem], packs: Sequence[IssuedPack], answered: Collection[Key]
) -> Iterator[Key]:
    """Yield each case and question that needs another look."""
    if packs:
        cells = PackCells(pack_of(packs[0]))
        for query in queries:
            yield from cells_asked_by(query, cells, answered)


def _grouped(problems: Sequence[ReturnProblem]) -> Iterator[CellsToLookAt]:
    """Yield each thing that is wrong once, with its cells by sheet; what is asked again first."""
    by_message = attrgetter("is_query", "message")
    ordered = sorted(problems, key=lambda problem: (not problem.is_query, problem.message))
    for (is_query, message), same in groupby(ordered, key=by_message):
        by_sheet: dict[str, list[str]] = {}
        for problem in same:
            if problem.cell:
                by_sheet.setdefault(problem.sheet, []).append(problem.cell)
        cells = tuple((sheet, tuple(cells)) for sheet, cells in by_sheet.items())
        yield CellsToLookAt(message, is_query, cells)
