"""What a unit sees of its own: what it owes and by when, and what became of what it handed in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from audits.domain.errors import NotFoundError
from audits.domain.status import TAKING_ANSWERS, WITHOUT_ANSWERS, ReturnOutcome
from audits.storage import (
    Allowance,
    AnswerRow,
    Contact,
    Cycle,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    Unit,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace

from .packs import pack_of
from .still_asked import Key, cells_asked_by, still_asked
from .units import Stands


SHOWN = 50  # of what was handed in


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit that somebody acts for."""

    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A pack that a unit was sent, and where its return stands.

    ``asked_again`` counts the answers that need another look; ``newest`` is the edition to fill in.
    """

    cycle: str
    title: str
    due_at: datetime
    overdue: bool
    stands: Stands
    asked_again: int
    newest: str
    cases: int
    questions: int


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """A file that a unit handed in, by whichever way; ``outcome`` is None while it is read."""

    id: str
    received_at: datetime
    outcome: ReturnOutcome | None
    title: str


@dataclass(frozen=True, slots=True)
class OwnContact:
    """Somebody whom a unit's letters go to; ``bounces``: the address does not take mail."""

    name: str
    email: str
    role: str
    bounces: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What a unit owes, what came of it, and who is written to."""

    unit: str
    name: str
    packs: tuple[OwnPack, ...]
    returns: tuple[OwnReturn, ...]
    contacts: tuple[OwnContact, ...]


@dataclass(frozen=True, slots=True)
class CellsToLookAt:
    """Cells with the same thing wrong, by sheet: what is wanted, and where."""

    message: str
    is_query: bool
    cells: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReturnAnswer:
    """What was read of one handed-in file, in numbers and by cell.

    ``read`` of ``asked`` answers were taken from it; ``look`` need another look. ``newest`` is the
    edition that asks again, "" where nothing is asked.
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


def units_of_agencies(agencies: Collection[str] | None, *, workspace: Workspace) -> list[OwnUnit]:
    """Return the units of some agencies that have not left, by name; for None every unit."""
    with workspace.open_view() as view:
        conditions = [] if agencies is None else [one_of(Unit.agency, sorted(agencies))]
        units = view.all(Unit, is_empty(Unit.left_on), *conditions, order_by=Unit.name)
    return [OwnUnit(unit.code, unit.name) for unit in units]


def check_is_theirs(unit: str, agencies: Collection[str] | None, *, workspace: Workspace) -> None:
    """Refuse a unit that is of none of somebody's agencies, as though there were none.

    Raises:
        NotFoundError: if it is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        row = view.find(Unit, unit)
    if row is None or (agencies is not None and row.agency not in agencies):
        raise NotFoundError("There is no such unit.")


def unit_page(unit: str, *, workspace: Workspace) -> UnitPage:
    """Return what a unit owes and has handed in.

    Raises:
        NotFoundError: if there is no such unit.
    """
    with workspace.open_view() as view:
        row = view.get(Unit, unit)
        titles = view.values_by(Cycle.ref, Cycle.title)
        open_cycles = set(view.values(Cycle.ref, one_of(Cycle.status, TAKING_ANSWERS)))
        packs = view.all(IssuedPack, IssuedPack.unit == unit, order_by=IssuedPack.number)
        files = view.all(ReturnFile, ReturnFile.unit == unit, order_by=ReturnFile.received_at)
        waived = _waived(unit, view)
        people = view.all(
            Contact, Contact.unit == unit, is_empty(Contact.left_on), order_by=Contact.id
        )
        open_packs = [pack for pack in packs if pack.cycle in open_cycles and pack.sha256]
        asked = _asked_again(open_packs, files, view)
    came = {file.cycle for file in files if file.outcome not in (None, *WITHOUT_ANSWERS)}
    lines = tuple(_packs(open_packs, titles, came, waived, asked, workspace.clock()))
    returns = tuple(_return(file, titles) for file in files[: -SHOWN - 1 : -1])
    contacts = tuple(
        OwnContact(person.name, person.email, person.role, person.bounced_at is not None)
        for person in people
    )
    return UnitPage(unit, row.name, lines, returns, contacts)


def own_pack(unit: str, pack: str, *, workspace: Workspace) -> tuple[str, bytes]:
    """Return the file of a pack of a unit, and its name.

    Raises:
        NotFoundError: if the unit has no such pack.
    """
    with workspace.open_view() as view:
        row = view.find(IssuedPack, pack)
    if row is None or row.unit != unit or not row.sha256:
        raise NotFoundError("There is no such workbook.")
    return row.file_name, workspace.stores.packs.read(row.sha256)


def return_answer(unit: str, ref: str, *, workspace: Workspace) -> ReturnAnswer:
    """Return what was read of a file that a unit handed in.

    Raises:
        NotFoundError: if the unit handed in no such file.
    """
    with workspace.open_view() as view:
        row = view.find(ReturnFile, ref)
        if row is None or unit not in (row.unit, row.only_for):
            raise NotFoundError("There is no such return.")
        problems = view.all(
            ReturnProblem, ReturnProblem.return_id == ref, order_by=ReturnProblem.id
        )
        packs = view.all(IssuedPack, IssuedPack.code == row.pack, order_by=IssuedPack.edition)
        cycle = view.find(Cycle, row.cycle) if row.cycle else None
        name = view.get(Unit, unit).name
        given = view.all(AnswerRow, AnswerRow.return_id == ref)
    queries = [problem for problem in problems if problem.is_query]
    answers = {(row.case_ref, row.question) for row in given if row.value is not None}
    look = set(_cells(queries, packs, answers))
    newest = ""
    if look and len(packs) > 1 and packs[-1].sha256:
        newest = packs[-1].id
    return ReturnAnswer(
        id=ref, unit=unit, unit_name=name, received_at=row.received_at, outcome=row.outcome,
        cycle=row.cycle, title=cycle.title if cycle else "", read=len(answers - look),
        asked=len(answers | look), look=len(look), newest=newest,
        problems=tuple(_grouped(problems)),
    )  # fmt: skip


def _cells(
    queries: Sequence[ReturnProblem], packs: Sequence[IssuedPack], answered: Collection[Key]
) -> Iterator[Key]:
    """Yield each case and question that needs another look."""
    if packs:
        pack = pack_of(packs[0])
        for query in queries:
            yield from cells_asked_by(query, pack, answered)


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


def _waived(unit: str, view: View) -> set[str]:
    """Return the cycles that expect nothing of a unit any more."""
    waived = set()
    for row in view.all(Allowance, Allowance.unit == unit, order_by=Allowance.number):
        waived.discard(row.cycle)
        if row.waived:
            waived.add(row.cycle)
    return waived


def _asked_again(
    packs: Sequence[IssuedPack], files: Sequence[ReturnFile], view: View
) -> Mapping[str, int]:
    """Return of how many answers each pack, by its code, is still asked."""
    codes = {pack.code for pack in packs}
    of_pack = {file.id: file.pack for file in files if file.pack in codes}
    waiting: dict[str, list[ReturnProblem]] = {}
    for query in view.all(
        ReturnProblem,
        one_of(ReturnProblem.return_id, sorted(of_pack)),
        ReturnProblem.is_query,
        is_empty(ReturnProblem.settled_at),
        order_by=ReturnProblem.id,
    ):
        waiting.setdefault(str(of_pack[query.return_id]), []).append(query)
    return still_asked([pack for pack in packs if pack.edition == 1], waiting, view)


def _packs(
    packs: Sequence[IssuedPack],
    titles: Mapping[str, str],
    came: Collection[str | None],
    waived: Collection[str],
    asked: Mapping[str, int],
    now: datetime,
) -> Iterator[OwnPack]:
    newest = {pack.code: pack for pack in packs}
    for pack in packs:
        if pack.edition != 1:
            continue
        stands = Stands.WAITED_FOR
        if pack.cycle in came and pack.code not in asked:
            stands = Stands.BACK
        elif pack.cycle in waived:
            stands = Stands.WAIVED
        last = newest[pack.code]
        yield OwnPack(
            cycle=pack.cycle, title=titles[pack.cycle], due_at=last.due_at,
            overdue=stands is Stands.WAITED_FOR and last.due_at < now, stands=stands,
            asked_again=asked.get(pack.code, 0), newest=last.id, cases=pack.cases,
            questions=pack.questions,
        )  # fmt: skip


def _return(file: ReturnFile, titles: Mapping[str, str]) -> OwnReturn:
    title = titles.get(file.cycle or "", "Actions")
    return OwnReturn(file.id, file.received_at, file.outcome, title)
