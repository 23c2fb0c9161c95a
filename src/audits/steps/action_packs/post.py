"""Send action workbooks out and answer them: each edition once, each return with a receipt."""

from dataclasses import asdict

from audits.domain.message import Purpose
from audits.queries.action_packs import pack_in
from audits.queries.owners import unit_of
from audits.steps.editions import keep_edition
from audits.storage import ActionBook, ReturnFile, UnitOfWork
from audits.workspace import Workspace

from .letters import Account, post_about_actions
from .write import write_book


FIRST = 1  # the edition that is sent by `audits action send`; those after it ask again


def write_planned_books(*, workspace: Workspace) -> tuple[str, ...]:
    """Write the editions that were planned, make their letters due, and name them.

    May be called again: what a process that died had planned is written by the next. A letter's
    key names its edition, so that none goes twice.
    """
    with workspace.open_view() as view:
        planned = view.all(ActionBook, ActionBook.sha256 == "", order_by=ActionBook.id)
    for book in planned:
        _write(book, workspace=workspace)
    return tuple(book.id for book in planned)


def _write(book: ActionBook, *, workspace: Workspace) -> None:
    data = write_book(book, workspace=workspace)

    def send(kept: ActionBook, uow: UnitOfWork) -> None:
        _post(kept, uow=uow, workspace=workspace)
        uow.note("action workbook written", kept.id, sha256=kept.sha256)

    keep_edition(book, data, then=send, workspace=workspace)


def post_receipt(
    book: ActionBook, row: ReturnFile, account: Account, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    """Tell an agency what was taken from its workbook, and what was not and why."""
    unit = unit_of(book.agency, uow, workspace)
    assert unit is not None  # noqa: S101 -- every agency that has a workbook has a unit
    facts = {"code": book.code, **asdict(account)}
    post_about_actions(
        Purpose.ACTION_RECEIPT, unit, facts, mark=row.id, uow=uow, workspace=workspace
    )


def _post(book: ActionBook, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Make the letter due that takes an edition to its agency."""
    unit = unit_of(book.agency, uow, workspace)
    assert unit is not None  # noqa: S101 -- every agency that has a workbook has a unit
    pack = pack_in(book)
    facts = {
        "code": book.code,
        "deadline": pack.deadline,
        "file_name": book.file_name,
        "actions": len(pack.cases),
        "queries": len(pack.queries),
        **asdict(Account()),
        **book.content.get("receipt", {}),
    }
    files = ((book.file_name, book.sha256),)
    purpose, layout = Purpose.ACTION_WORKBOOK, ""
    if book.edition > FIRST:
        purpose, layout = Purpose.QUERY, "action-query"
    post_about_actions(
        purpose, unit, facts, mark=book.id, files=files, layout=layout, uow=uow,
        workspace=workspace,
    )  # fmt: skip
