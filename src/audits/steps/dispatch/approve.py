"""Approve letters before they go: exactly what somebody has read, and nothing else."""

from collections.abc import Mapping

from audits.domain.amounts import many
from audits.domain.errors import StatusError
from audits.domain.status import DispatchStatus
from audits.queries.letters_to_approve import digest_of_letter, waits_to_be_approved
from audits.storage import Dispatch
from audits.workspace import Workspace


def approve_letters(read: Mapping[str, str], *, workspace: Workspace) -> int:
    """Let letters go as they were read, by key with the digest of what was read; return how many.

    One that waits for nobody any more is passed over. All are approved, or none.

    Raises:
        NotFoundError: if there is no such letter.
        StatusError: if one of them is not what was read any more.
    """
    approved, changed = 0, 0
    with workspace.open_uow() as uow:
        for key, digest in sorted(read.items()):
            dispatch = uow.get(Dispatch, key, held=True)
            if dispatch.status is not DispatchStatus.DUE:
                continue
            if digest_of_letter(dispatch) != digest:
                changed += 1
            elif waits_to_be_approved(dispatch, workspace):
                dispatch.approved = digest
                uow.add(dispatch)
                uow.note("letter approved", key)
                approved += 1
        if changed:
            raise StatusError(
                f"{many(changed, 'letter')} changed after you read them. Nothing was approved: "
                "read them again."
            )
        uow.commit()
    return approved
