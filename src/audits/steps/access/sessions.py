"""End sessions: one's own elsewhere, or all of an account."""

from audits.domain.errors import NotFoundError
from audits.storage import Account
from audits.workspace import Workspace


def end_session(session: str, *, account: str, workspace: Workspace) -> None:
    """End one session of an account, named by the digest of its token."""
    workspace.sessions.end_of(account, only=session)
    _note("session ended", account, workspace)


def end_other_sessions(account: str, *, but: str, workspace: Workspace) -> None:
    """End every session of an account but one, named by the digest of its token."""
    workspace.sessions.end_of(account, but=but)
    _note("sessions ended", account, workspace)


def end_sessions_of(account: str, *, workspace: Workspace) -> None:
    """End every session of somebody's account.

    Raises:
        NotFoundError: if there is no such account.
    """
    with workspace.open_view() as view:
        if view.find(Account, account) is None:
            raise NotFoundError(f"There is no account '{account}'.")
    workspace.sessions.end_of(account)
    _note("sessions ended", account, workspace)


def _note(verb: str, account: str, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        uow.note(verb, account)
        uow.commit()
