"""Codes from a telephone: set them up, give one, and do without them again."""

from audits.domain.access import NOWHERE, Caller, Entered, SecondFactor, Stage, Tried
from audits.domain.errors import NotFoundError, UserError
from audits.identity import new_secret, step_of_code
from audits.steps.masks import masks
from audits.storage import Account, digest_of_token
from audits.workspace import Workspace

from .sign_in import actor_of, begin_session, note_refused
from .throttle import check_tries


NOT_RIGHT = "The code is not right, or was used already. Wait for the next one and give that."
BEGIN_AGAIN = "It took too long. Sign in again."
WANTED = "Here everybody who signs in with a password gives a code too."


def give_code(
    token: str, code: str, *, stage: Stage, workspace: Workspace, caller: Caller = NOWHERE
) -> Entered:
    """Let somebody in who gives the code that their session waits for: in a new session.

    At the stage of setting up, the code proves that their telephone has the secret.

    Raises:
        UserError: if the code is not right or was used, or the session waits no longer.
        TooOftenError: after too many codes that were not right.
    """
    waiting = workspace.sessions.waiting(token, stage)
    if waiting is None:
        raise UserError(BEGIN_AGAIN)
    account, form = waiting
    with workspace.open_view() as view:
        row = view.get(Account, account)
    if row.disabled_at is not None:
        raise UserError(BEGIN_AGAIN)
    _take(row, code, workspace, proved=stage is Stage.CODE)
    workspace.sessions.end_of(account, only=digest_of_token(token))
    if stage is Stage.SET_UP:
        _note("codes set up", row, workspace)
    return begin_session(row, workspace, form, caller=caller)


def propose_codes(account: str, *, workspace: Workspace) -> None:
    """Make a secret for a telephone; it counts once a code of it was given."""
    if workspace.second_factor is not SecondFactor.OFF:
        workspace.second_factors.propose(account, new_secret())


def set_up_codes(account: str, code: str, *, session: str, workspace: Workspace) -> None:
    """Ask for codes from now on; whoever is signed in elsewhere has to sign in again.

    Raises:
        UserError: if the code is not that of the secret that was shown.
        TooOftenError: after too many codes that were not right.
    """
    with workspace.open_view() as view:
        row = view.get(Account, account)
    _take(row, code, workspace, proved=False)
    _note("codes set up", row, workspace)
    workspace.sessions.end_of(account, but=session)


def give_up_codes(account: str, code: str, *, workspace: Workspace) -> None:
    """Ask for no codes any more, for whoever gives one a last time.

    Raises:
        UserError: if the code is not right, or codes are wanted of everybody.
        TooOftenError: after too many codes that were not right.
    """
    if workspace.second_factor is SecondFactor.REQUIRED:
        raise UserError(WANTED)
    with workspace.open_view() as view:
        row = view.get(Account, account)
    _take(row, code, workspace, proved=True)
    workspace.second_factors.forget(account)
    _note("codes given up", row, workspace)


@masks("why", about="")
def forget_codes(account: str, *, why: str, workspace: Workspace) -> None:
    """Ask an account for no code until its owner sets codes up again: they lost the telephone.

    Its sessions end.

    Raises:
        NotFoundError: if there is no such account.
    """
    with workspace.open_uow() as uow:
        if uow.find(Account, account) is None:
            raise NotFoundError(f"There is no account '{account}'.")
        uow.note("codes forgotten", account, why=why)
        uow.commit()
    workspace.second_factors.forget(account)
    workspace.sessions.end_all(account)


def _take(row: Account, code: str, workspace: Workspace, *, proved: bool) -> None:
    check_tries(Tried.CODE, row.id, workspace=workspace)
    secret = workspace.second_factors.secret(row.id, proved=proved)
    step = step_of_code(code, secret, workspace.clock()) if secret else None
    if step is None or not workspace.second_factors.use(row.id, step):
        note_refused(row, workspace)
        raise UserError(NOT_RIGHT)
    workspace.attempts.forget(Tried.CODE, row.id)


def _note(verb: str, row: Account, workspace: Workspace) -> None:
    with workspace.acting_as(actor_of(row)).open_uow() as uow:
        uow.note(verb, row.id)
        uow.commit()
