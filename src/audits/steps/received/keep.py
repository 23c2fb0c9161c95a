"""Keep a file that came, before anybody reads it."""

from collections.abc import Iterable

from audits.domain.answer import CaseQuestion
from audits.steps.received.senders import judge_sender, let_in_for
from audits.storage import ReturnFile
from audits.workspace import Workspace


def keep_return(
    data: bytes,
    name: str,
    *,
    sender: str | None = None,
    only_for: str | None = None,
    typed: Iterable[CaseQuestion] | None = None,
    workspace: Workspace,
) -> ReturnFile:
    """Seal a file's bytes, then note that it came.

    The sender's name for it, and the sender's address, go to the vault. What comes ``only_for`` a
    unit is taken for no other. Of a workbook that was filled in with what a unit ``typed`` on its
    page, those are the answers in it.
    """
    sha256 = workspace.stores.returns.keep(data)
    ref = f"R-{sha256[:12]}"
    workspace.vault.keep("file name", ref, name.encode())
    if sender:
        workspace.vault.keep("sender", ref, sender.encode())
    row = ReturnFile(
        id=ref, sha256=sha256, received_at=workspace.clock(), size=len(data), late=False,
        route=_route(sender, only_for), only_for=only_for,
    )  # fmt: skip
    if typed is not None:
        row.typed = list(map(list, typed))
    with workspace.open_uow() as uow:
        is_new = uow.add_once(row)
        if is_new:
            uow.note("return received", ref, sha256=sha256, size=len(data), route=row.route)
            if row.typed is not None:
                uow.note("answers typed on the page", ref, answers=len(row.typed))
        judge_sender(ref, sender, is_new=is_new, uow=uow, workspace=workspace)
        if not is_new:
            let_in_for(ref, only_for, uow)
        uow.commit()
        return uow.get(ReturnFile, ref)


def _route(sender: str | None, only_for: str | None) -> str:
    """Return by which way a file came."""
    if only_for is not None:
        return "page"
    return "folder" if sender is None else "mail"
