"""Give each unit the workbook of its own actions, by its confirmed route, once a round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.actions import is_unfinished
from audits.domain.errors import NotFoundError, StatusError, UserError
from audits.domain.message import Purpose
from audits.domain.remedies import Missing, Remedies, Remedy, Verb
from audits.domain.status import DispatchStatus
from audits.queries.action_list import ActionFilter, Reviewed, reviewed
from audits.queries.action_packs import pack_in
from audits.queries.owners import unit_of
from audits.queries.recipients import recipients_by_route
from audits.steps.masks import masks
from audits.storage import ActionBook, Dispatch, Unit, UnitOfWork, View, is_empty
from audits.workspace import Workspace

from .letters import key_about_actions
from .post import FIRST, write_planned_books
from .write import owner_book


@dataclass(frozen=True, slots=True)
class SentBook:
    """What became of one unit's workbook; without a ``book`` it gets none, and ``why`` says why."""

    unit: str
    actions: int = 0
    book: str = ""
    deadline: str = ""
    routes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # each route with its recipients
    why: str = ""
    remedy: Remedies = ()


@masks("confirmed", about="")
def send_action_books(
    agency: str = "", *, workspace: Workspace, confirmed: str = "", again: bool = False
) -> tuple[SentBook, ...]:
    """Make every unit's action workbook and its letter due, and say what became of each.

    A unit gets the actions that itself is accountable for, and those of its agency if it is the
    one the agency is written to at: never another practice's. One that has a workbook out gets no
    second before that one's deadline, so that this may be called again after a crash, or twice by
    mistake (unless ``again``). Where a route sends by itself, somebody must have looked at who is
    written to; ``confirmed`` says who did, and goes into the trail.

    Raises:
        NotFoundError: if there is no such agency.
        StatusError: naming who would be written to, if nobody has confirmed that.
        UserError: if there is nothing to send.
    """
    write_planned_books(workspace=workspace)
    with workspace.open_uow() as uow:
        units = _units(agency, uow)
        by_unit, lost = _by_unit(units, view=uow, workspace=workspace)
        if not by_unit and not lost:
            raise UserError("There is no unfinished action, so there is no workbook to send.")
        books = list(_books(by_unit, again=again, view=uow, workspace=workspace))
        going = [book for book in books if not book.why]
        _check_confirmed(going, confirmed, workspace)
        sent = []
        for book in books:
            if book.why:
                sent.append(book)
            else:
                sent.append(_plan(book, by_unit[book.unit], uow=uow, workspace=workspace))
        if going and confirmed:
            uow.note("recipients confirmed", "actions", why=confirmed, units=len(going))
        uow.commit()
    write_planned_books(workspace=workspace)
    if not agency:
        sent += lost
    return tuple(sent)


def _units(agency: str, view: View) -> set[str]:
    """Return the units of an agency, or the one unit; none where everybody is meant."""
    if not agency:
        return set()
    units = {
        unit.code
        for unit in view.all(Unit, is_empty(Unit.left_on))
        if agency in (unit.code, unit.agency)
    }
    if not units:
        there = ", ".join(sorted(view.owners()))
        raise NotFoundError(f"'{agency}' is no agency on your list. There are: {there}.")
    return units


def _by_unit(
    units: set[str], *, view: View, workspace: Workspace
) -> tuple[Mapping[str, list[Reviewed]], list[SentBook]]:
    """Return the unfinished actions by the unit that hears of them, and those nobody hears of."""
    by_unit: dict[str, list[Reviewed]] = {}
    lost: list[SentBook] = []
    at: dict[str, Unit | None] = {}
    for listed in reviewed(ActionFilter(), view=view, workspace=workspace):
        action = listed[1]
        if not is_unfinished(action):
            continue
        if action.owner not in at:
            at[action.owner] = unit_of(action.owner, view, workspace)
        unit = at[action.owner]
        if unit is None:
            lost.append(_nobody(action.id, action.owner))
        elif not units or unit.code in units:
            by_unit.setdefault(unit.code, []).append(listed)
    return dict(sorted(by_unit.items())), lost


def _nobody(ref: str, owner: str) -> SentBook:
    if owner:
        why = f"{ref} belongs to '{owner}', which has no unit to write to."
        return SentBook(owner, 1, why=why, remedy=(Remedy(Verb.IMPORT_AGENCIES),))
    remedy = (Remedy(Verb.GIVE_OWNER, ref),)
    return SentBook("nobody", 1, why=f"{ref} has no owner.", remedy=remedy)


def _books(
    by_unit: Mapping[str, Sequence[Reviewed]], *, again: bool, view: View, workspace: Workspace
) -> Iterator[SentBook]:
    for code, about in by_unit.items():
        yield _asked(view.get(Unit, code), about, again=again, view=view, workspace=workspace)


def _asked(
    unit: Unit, about: Sequence[Reviewed], *, again: bool, view: View, workspace: Workspace
) -> SentBook:
    """Return who would get a unit's workbook by which route, or why it gets none."""
    out = None if again else next(_out(unit, view, workspace), None)
    if out is not None:
        until = pack_in(out).deadline
        return SentBook(unit.code, why=f"It has {out.id}, to be returned by {until}.")
    routes = []
    for route, to in recipients_by_route(Purpose.ACTION_WORKBOOK, unit, view).items():
        routes.append((route, tuple(to)))
    return SentBook(unit.code, len(about), routes=tuple(routes))


def _out(unit: Unit, view: View, workspace: Workspace) -> Iterator[ActionBook]:
    """Yield the workbooks that went to a unit and are not due yet; one only exported did not go.

    One that is planned counts: another process is about to write it.
    """
    now = workspace.clock()
    for book in view.all(ActionBook, ActionBook.agency == unit.code, order_by=ActionBook.made_at):
        key = key_about_actions(unit, Purpose.ACTION_WORKBOOK, book.id)
        sent = view.find(Dispatch, key)
        went = sent is not None and sent.status is not DispatchStatus.WITHDRAWN
        is_planned = not book.sha256
        if (
            (went or is_planned or book.edition > FIRST)
            and book.due_at is not None
            and book.due_at > now
        ):
            yield book


def _check_confirmed(going: Sequence[SentBook], confirmed: str, workspace: Workspace) -> None:
    by_itself = list(_sent_by_itself(going, workspace))
    if by_itself and not confirmed.strip():
        raise StatusError(
            f"These go out by themselves: {'; '.join(by_itself)}. Look through them, then say who "
            "did, and when.",
            remedy=Remedy(Missing.CONFIRMATION),
        )


def _sent_by_itself(going: Sequence[SentBook], workspace: Workspace) -> Iterator[str]:
    """Yield, in words, to whom a workbook goes by a route that no person carries it on."""
    for book in going:
        for route, to in book.routes:
            if route not in workspace.channels or not workspace.channels[route].by_hand:
                yield f"{book.unit} by {route} to {', '.join(to) or 'nobody'}"


def _plan(
    asked: SentBook, about: Sequence[Reviewed], *, uow: UnitOfWork, workspace: Workspace
) -> SentBook:
    """Plan a unit's workbook; `write_planned_books` writes what was committed."""
    unit = uow.get(Unit, asked.unit)
    book = owner_book(about, unit=unit.code, name=unit.name, uow=uow, workspace=workspace)
    uow.add(book)
    uow.note("action workbook planned", book.id, agency=unit.code, actions=len(about))
    return SentBook(
        unit.code, len(about), book.id, pack_in(book).deadline, asked.routes,
    )  # fmt: skip
