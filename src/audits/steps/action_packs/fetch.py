"""Give a unit the workbook of its own actions where it asks for it: on its page."""

from collections.abc import Sequence

from audits.actions import is_unfinished
from audits.domain.errors import UserError
from audits.domain.pack import PackCase
from audits.queries.action_list import ActionFilter, Reviewed, reviewed
from audits.queries.action_packs import pack_in
from audits.queries.unit_actions import owners_at
from audits.storage import ActionBook, Unit, UnitOfWork, View
from audits.workspace import Workspace

from .post import FIRST
from .write import keep_book, owner_book, owner_cases


def fetch_book(unit: str, *, workspace: Workspace) -> tuple[str, bytes]:
    """Return the name and the bytes of a workbook with a unit's unfinished actions.

    The one that it has is given again, as long as it is not due and nothing was said about its
    actions since: whoever presses twice has one workbook to fill in.

    Raises:
        NotFoundError: if there is no such unit.
        UserError: if it has nothing to do.
    """
    with workspace.open_uow() as uow:
        row = uow.get(Unit, unit)
        actions = _unfinished(row, uow, workspace)
        if not actions:
            raise UserError(f"{row.name} has no unfinished action, so there is no workbook.")
        out = _still_out(unit, owner_cases(actions, uow), uow, workspace)
        if out is not None:
            return out.file_name, workspace.stores.packs.read(out.sha256)
        book = owner_book(actions, unit=unit, name=row.name, uow=uow, workspace=workspace)
        return keep_book(book, uow=uow, workspace=workspace)


def _unfinished(unit: Unit, uow: UnitOfWork, workspace: Workspace) -> list[Reviewed]:
    wanted = ActionFilter(owners=owners_at(unit, uow, workspace))
    listed = reviewed(wanted, view=uow, workspace=workspace)
    return [action for action in listed if is_unfinished(action[1])]


def _still_out(
    unit: str, cases: Sequence[PackCase], view: View, workspace: Workspace
) -> ActionBook | None:
    """Return the newest workbook of a unit that is not due, if it shows just these actions."""
    books = view.newest(
        ActionBook,
        ActionBook.agency == unit,
        ActionBook.edition == FIRST,
        ActionBook.sha256 != "",
        by=ActionBook.made_at,
        limit=1,
    )
    for book in books:
        is_due = book.due_at is not None and book.due_at <= workspace.clock()
        if not is_due and list(pack_in(book).cases) == list(cases):
            return book
    return None
