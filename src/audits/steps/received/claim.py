"""Claim a return before it is read, so that of two who come at once one reads it."""

from audits.domain.errors import TakenError
from audits.domain.remedies import Remedy, Verb
from audits.storage import ReturnFile, UnitOfWork
from audits.workspace import Workspace


def claim_return(ref: str, *, workspace: Workspace) -> str:
    """Claim a kept return and return the claim.

    The claim of a process that was killed runs out after the workspace's lease.

    Raises:
        TakenError: if another process is reading it, or has read it.
        NotFoundError: if there is no such return.
    """
    with workspace.open_uow() as uow:
        claim = uow.claim_return(ref, lease=workspace.lease)
        if claim is None:
            raise TakenError(being_read(ref), remedy=Remedy(Verb.SEE_RETURN, ref))
        uow.commit()
    return claim


def claimed(ref: str, claim: str, uow: UnitOfWork) -> ReturnFile:
    """Return a return that is to be stored, its claim settled.

    Raises:
        TakenError: if the claim ran out, and another process has the return or has read it.
    """
    row = uow.get(ReturnFile, ref)
    if row.outcome is not None or row.claimed_by != claim:
        raise TakenError(being_read(ref), remedy=Remedy(Verb.SEE_RETURN, ref))
    row.claimed_at = row.claimed_by = None
    return row


def release_return(ref: str, claim: str, *, workspace: Workspace) -> None:
    """Give up a claim on a return that could not be read, so that it may be tried again at once."""
    with workspace.open_uow() as uow:
        row = uow.get(ReturnFile, ref)
        if row.claimed_by == claim:
            row.claimed_at = row.claimed_by = None
            uow.add(row)
            uow.note("return not read", ref)
            uow.commit()


def being_read(ref: str) -> str:
    """Return the sentence for whoever comes second to a return."""
    return f"Another process is reading {ref} now, or has just read it, so it was not read twice."
