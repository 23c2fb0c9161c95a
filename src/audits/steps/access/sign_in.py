"""Sign in and out, and choose a password."""

from audits.domain.access import (
    NO_FORM,
    NOWHERE,
    Caller,
    Entered,
    KeptForm,
    LinkPurpose,
    SecondFactor,
    Stage,
    Tried,
)
from audits.domain.errors import UserError
from audits.identity import new_secret, password_fault
from audits.storage import Account, hash_password, password_fits
from audits.workspace import Workspace

from .throttle import NO_LINK, check_tries


NOT_RIGHT = "The address or the password is not right."


def sign_in(
    email: str,
    password: str,
    *,
    workspace: Workspace,
    form: KeptForm = NO_FORM,
    caller: Caller = NOWHERE,
) -> Entered:
    """Begin a session, with which a form is kept that was typed before.

    Where its owner has codes, or has to have them, it waits for one.

    Raises:
        UserError: the same whether there is no such account, the password is wrong or the account
            is disabled.
        TooOftenError: after too many attempts with this address, or from this machine.
    """
    email = email.strip().casefold()
    check_tries(Tried.CALLER, caller.machine, workspace=workspace)
    check_tries(Tried.SIGN_IN, email, workspace=workspace)
    with workspace.open_view() as view:
        row = view.first(Account, Account.email == email)
    kept = "" if row is None or row.disabled_at is not None else row.password
    if not password_fits(password, kept) or row is None:
        if row is not None:
            note_refused(row, workspace)
        raise UserError(NOT_RIGHT)
    workspace.attempts.forget(Tried.SIGN_IN, email)
    return _after_password(row, form, caller, workspace)


def sign_in_by_link(token: str, *, workspace: Workspace, caller: Caller = NOWHERE) -> Entered:
    """Use a link up and begin a session.

    Raises:
        UserError: if the link does not work, or not any more.
    """
    row = _account_of(token, LinkPurpose.SIGN_IN, workspace)
    return begin_session(row, workspace, caller=caller)


def set_password(
    token: str, password: str, *, workspace: Workspace, caller: Caller = NOWHERE
) -> Entered:
    """Take the password that somebody chose with their link, and begin a session.

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
    return _after_password(row, NO_FORM, caller, workspace)


def sign_out(session: str, *, account: str, workspace: Workspace) -> None:
    """End a session, named by the digest of its token."""
    workspace.sessions.end(session)
    with workspace.open_uow() as uow:
        uow.note("signed out", account)
        uow.commit()


def begin_session(
    row: Account, workspace: Workspace, form: KeptForm = NO_FORM, *, caller: Caller = NOWHERE
) -> Entered:
    """Begin a session of whoever has shown who they are."""
    _note("signed in", row, workspace)
    token = workspace.sessions.begin(row.id, form, browser=caller.browser)
    return Entered(token, Stage.SIGNED_IN, form.path)


def note_refused(row: Account, workspace: Workspace) -> None:
    """Note that somebody tried to sign in with an account and was not let in."""
    _note("sign-in refused", row, workspace)


def actor_of(row: Account) -> str:
    """Return the name that the trail has of an account's owner."""
    return f"{row.name} ({row.id})"


def _after_password(row: Account, form: KeptForm, caller: Caller, workspace: Workspace) -> Entered:
    """Let somebody in whose password was right, or have them wait for their code."""
    stage = _stage_of(row, workspace)
    if stage is Stage.SIGNED_IN:
        return begin_session(row, workspace, form, caller=caller)
    if stage is Stage.SET_UP:
        workspace.second_factors.propose(row.id, new_secret())
    return Entered(workspace.sessions.begin(row.id, form, stage=stage), stage, form.path)


def _stage_of(row: Account, workspace: Workspace) -> Stage:
    if workspace.second_factor is SecondFactor.OFF:
        return Stage.SIGNED_IN
    if workspace.second_factors.secret(row.id):
        return Stage.CODE
    if workspace.second_factor is SecondFactor.REQUIRED:
        return Stage.SET_UP
    return Stage.SIGNED_IN


def _account_of(token: str, purpose: LinkPurpose, workspace: Workspace) -> Account:
    account = workspace.sessions.use_link(token, purpose)
    if account is None:
        raise UserError(NO_LINK)
    with workspace.open_view() as view:
        row = view.get(Account, account)
    if row.disabled_at is not None:
        raise UserError(NO_LINK)
    return row


def _note(verb: str, row: Account, workspace: Workspace) -> None:
    with workspace.acting_as(actor_of(row)).open_uow() as uow:
        uow.note(verb, row.id)
        uow.commit()
