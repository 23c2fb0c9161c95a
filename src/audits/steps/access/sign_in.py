"""Sign in and out, and choose a password."""

from audits.domain.access import (
    NO_FORM,
    TRIES,
    TRIES_WITHIN,
    KeptForm,
    LinkPurpose,
    Tried,
    password_fault,
)
from audits.domain.errors import UserError
from audits.storage import Account, hash_password, password_fits
from audits.workspace import Workspace


NOT_RIGHT = "The address or the password is not right."
NO_LINK = "This link does not work, or not any more. Ask the business unit for another."
MINUTES = int(TRIES_WITHIN.total_seconds() // 60)


def sign_in(email: str, password: str, *, workspace: Workspace, form: KeptForm = NO_FORM) -> str:
    """Return the token of a new session, with which a form is kept that was typed before.

    Raises:
        UserError: the same whether there is no such account, the password is wrong or the account
            is disabled; another after too many attempts.
    """
    email = email.strip().casefold()
    _check_attempts(email, workspace)
    with workspace.open_view() as view:
        row = view.first(Account, Account.email == email)
    kept = "" if row is None or row.disabled_at is not None else row.password
    if not password_fits(password, kept) or row is None:
        workspace.sessions.count_attempt(Tried.SIGN_IN, email)
        if row is not None:
            note_refused(row, workspace)
        raise UserError(NOT_RIGHT)
    workspace.sessions.forget_attempts(Tried.SIGN_IN, email)
    return begin_session(row, workspace, form)


def sign_in_by_link(token: str, *, workspace: Workspace) -> str:
    """Use a link up and return the token of a new session.

    Raises:
        UserError: if the link does not work, or not any more.
    """
    return begin_session(_account_of(token, LinkPurpose.SIGN_IN, workspace), workspace)


def set_password(token: str, password: str, *, workspace: Workspace) -> str:
    """Take the password that somebody chose with their link, and return a new session's token.

    Whoever else is signed in with the account has to sign in again.

    Raises:
        UserError: if the password will not do, which leaves the link as it was; or if the link
            does not work, or not any more.
    """
    account = workspace.sessions.account_of_link(token, LinkPurpose.SET_PASSWORD)
    if account is None:
        raise UserError(NO_LINK)
    with workspace.open_view() as view:
        row = view.get(Account, account)
    if fault := password_fault(password, name=row.name, email=row.email):
        raise UserError(fault)
    kept = hash_password(password)
    row = _account_of(token, LinkPurpose.SET_PASSWORD, workspace)
    with workspace.acting_as(actor_of(row)).open_uow() as uow:
        row = uow.get(Account, row.id)
        row.password = kept
        uow.add(row)
        uow.note("password chosen", row.id)
        uow.commit()
    workspace.sessions.end_all(row.id)
    return begin_session(row, workspace)


def sign_out(session: str, *, account: str, workspace: Workspace) -> None:
    """End a session, named by the digest of its token."""
    workspace.sessions.end(session)
    with workspace.open_uow() as uow:
        uow.note("signed out", account)
        uow.commit()


def begin_session(row: Account, workspace: Workspace, form: KeptForm = NO_FORM) -> str:
    """Begin a session of whoever has shown who they are, and return its token."""
    _note("signed in", row, workspace)
    return workspace.sessions.begin(row.id, form)


def note_refused(row: Account, workspace: Workspace) -> None:
    """Note that somebody tried to sign in with an account and was not let in."""
    _note("sign-in refused", row, workspace)


def actor_of(row: Account) -> str:
    """Return the name that the trail has of an account's owner."""
    return f"{row.name} ({row.id})"


def _account_of(token: str, purpose: LinkPurpose, workspace: Workspace) -> Account:
    account = workspace.sessions.use_link(token, purpose)
    if account is None:
        raise UserError(NO_LINK)
    with workspace.open_view() as view:
        row = view.get(Account, account)
    if row.disabled_at is not None:
        raise UserError(NO_LINK)
    return row


def _check_attempts(email: str, workspace: Workspace) -> None:
    if workspace.sessions.attempts(Tried.SIGN_IN, email) >= TRIES:
        raise UserError(
            f"This was tried too often. Wait {MINUTES} minutes, or ask the business unit for a "
            "new link."
        )


def _note(verb: str, row: Account, workspace: Workspace) -> None:
    with workspace.acting_as(actor_of(row)).open_uow() as uow:
        uow.note(verb, row.id)
        uow.commit()
