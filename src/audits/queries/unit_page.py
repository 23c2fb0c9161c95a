"""What a unit sees of its own: what it owes and by when, and what became of what it handed in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from audits.domain.errors import NotFoundError
from audits.domain.status import TAKING_ANSWERS, WITHOUT_ANSWERS, ReturnOutcome
from audits.domain.unit_request import RequestOutcome
from audits.storage import (
    ActionBook,
    Allowance,
    Cycle,
    FactCheck,
    IssuedPack,
    ReturnFile,
    ReturnProblem,
    UnitRequest,
    View,
    is_empty,
    one_of,
)
from audits.workspace import Workspace

from .own_units import Agencies, own_unit
from .packs import pack_of
from .still_asked import still_asked
from .unit_actions import owners_at
from .units import Stands


SHOWN = 50  # of what was handed in


@dataclass(frozen=True, slots=True)
class MoreTime:
    """More time that a unit asked for; ``outcome`` is None until it is decided."""

    until: date
    outcome: RequestOutcome | None
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A pack that a unit was sent, and where its return stands.

    ``asked_again`` counts the answers that need another look; ``newest`` is the edition to fill in,
    ``code`` what all its editions share. ``is_about_children``, one may be at risk or not known.
    ``wish`` is the last time that more time was asked for.
    """

    cycle: str
    title: str
    due_at: datetime
    overdue: bool
    stands: Stands
    asked_again: int
    newest: str
    code: str
    is_about_children: bool
    wish: MoreTime | None
    cases: int
    questions: int
    certified_by: str  # the office that certifies its return, "" if none does


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """A file that a unit handed in, by whichever way; ``outcome`` is None while it is read.

    ``cycle`` is "" where it is about actions.
    """

    id: str
    received_at: datetime
    outcome: ReturnOutcome | None
    cycle: str


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """An audit whose draft findings a unit may check until a moment that is still to come."""

    cycle: str
    title: str
    due_at: datetime
    findings: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What a unit owes, what it may check, and what came of what it handed in."""

    unit: str
    name: str
    packs: tuple[OwnPack, ...]
    returns: tuple[OwnReturn, ...]
    checks: tuple[OwnCheck, ...]


def unit_page(unit: str, agencies: Agencies, *, workspace: Workspace) -> UnitPage:
    """Return what a unit of somebody's agencies owes and has handed in.

    Raises:
        NotFoundError: if it is not theirs, or is not there.
    """
    with workspace.open_view() as view:
        row = own_unit(unit, agencies, view)
        titles = view.values_by(Cycle.ref, Cycle.title, one_of(Cycle.status, TAKING_ANSWERS))
        packs = view.all(
            IssuedPack, IssuedPack.unit == unit, one_of(IssuedPack.cycle, titles),
            IssuedPack.sha256 != "", order_by=IssuedPack.number,
        )  # fmt: skip
        files = view.all(ReturnFile, ReturnFile.unit == unit, order_by=ReturnFile.received_at)
        of_packs = [file for file in files if file.cycle in titles]
        waived = _waived(unit, view)
        asked = _asked_again(packs, of_packs, view)
        checks = view.rows_by(
            FactCheck, FactCheck.cycle, FactCheck.unit == unit, one_of(FactCheck.cycle, titles),
            order_by=FactCheck.round,
        )  # fmt: skip
        wishes = dict(_wishes(unit, titles, view))
    came = {file.cycle for file in of_packs if file.outcome not in (None, *WITHOUT_ANSWERS)}
    lines = tuple(_packs(packs, titles, came, waived, asked, wishes, workspace.clock()))
    returns = tuple(map(_return, reversed(files[-SHOWN:])))
    open_checks = []
    for check in checks.values():
        if check.due_at >= workspace.clock():
            title = titles[check.cycle]
            open_checks.append(OwnCheck(check.cycle, title, check.due_at, len(check.findings)))
    return UnitPage(unit, row.name, lines, returns, tuple(open_checks))


def own_pack(
    unit: str, pack: str, agencies: Agencies, *, workspace: Workspace
) -> tuple[str, bytes]:
    """Return the file of a pack of a unit of somebody's agencies, and its name.

    Raises:
        NotFoundError: if the unit is not theirs, or has no such pack.
    """
    with workspace.open_view() as view:
        owners = owners_at(own_unit(unit, agencies, view), view, workspace)
        row = view.find(IssuedPack, pack)
        book = view.find(ActionBook, pack)
    if row is not None and row.unit == unit and row.sha256:
        return row.file_name, workspace.stores.packs.read(row.sha256)
    if book is not None and book.agency in owners and book.sha256:
        return book.file_name, workspace.stores.packs.read(book.sha256)
    raise NotFoundError("There is no such workbook.")


def _waived(unit: str, view: View) -> set[str]:
    """Return the cycles that expect nothing of a unit any more."""
    waived = set()
    for row in view.all(Allowance, Allowance.unit == unit, order_by=Allowance.number):
        waived.discard(row.cycle)
        if row.waived:
            waived.add(row.cycle)
    return waived


def _wishes(unit: str, titles: Mapping[str, str], view: View) -> Iterator[tuple[str, MoreTime]]:
    """Yield what more time a unit asked for, by cycle; the last of each is the one to show."""
    for row in view.all(
        UnitRequest, UnitRequest.unit == unit, one_of(UnitRequest.cycle, titles),
        order_by=UnitRequest.id,
    ):  # fmt: skip
        if row.cycle and row.until:
            yield row.cycle, MoreTime(row.until, row.outcome, row.answer)


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
    wishes: Mapping[str, MoreTime],
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
        last, content = newest[pack.code], pack_of(pack)
        yield OwnPack(
            cycle=pack.cycle, title=titles[pack.cycle], due_at=last.due_at,
            overdue=stands is Stands.WAITED_FOR and last.due_at < now, stands=stands,
            asked_again=asked.get(pack.code, 0), newest=last.id, cases=pack.cases,
            wish=wishes.get(pack.cycle), code=pack.code, questions=pack.questions,
            is_about_children=content.is_about_children, certified_by=content.certified_by,
        )  # fmt: skip


def _return(file: ReturnFile) -> OwnReturn:
    return OwnReturn(file.id, file.received_at, file.outcome, file.cycle or "")
