"""Hand out a return as it came, with a reason: it may name children, and is sealed otherwise."""

from audits.domain.reasons import check_why
from audits.steps.masks import masks
from audits.storage import ReturnFile
from audits.workspace import Workspace


@masks("why", about="")
def open_original(ref: str, *, why: str, workspace: Workspace) -> bytes:
    """Return the bytes of a received file; who took them, and why, is recorded first.

    Raises:
        NotFoundError: if there is no such return.
        StatusError: if no reason is given.
    """
    check_why(why, f"Say why {ref} is opened. It may name children.")
    with workspace.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        uow.note("original opened", ref, why=why)
        uow.commit()
    workspace.vault.record_look("return", ref, why)
    return workspace.stores.returns.read(row.sha256)
