"""Tokens by which programs read in somebody's name: made, used and revoked."""

from datetime import timedelta

from audits.domain.access import MOST_TOKENS, TOKEN_LASTS, SignedIn, Tried
from audits.domain.errors import NotFoundError, UnknownTokenError, UserError
from audits.steps.masks import masks
from audits.workspace import Workspace

from .throttle import check_tries


NOT_KNOWN = "This access key does not work, or not any more. Make another on your account's page."
NONE_GIVEN = "Send your access key as a bearer token, or as the password with any user name."


@masks("name", about="")
def make_token(name: str, *, days: int, account: str, workspace: Workspace) -> str:
    """Make a token that reads in the name of an account, and return it; it is kept nowhere.

    Raises:
        UserError: if it has no name or lasts otherwise than may be, or there are too many.
    """
    name = name.strip()
    if not name:
        raise UserError("Say what reads with the access key, such as 'Dashboard'.")
    if days not in TOKEN_LASTS:
        raise UserError("An access key lasts no longer than a year. Choose how long.")
    if workspace.tokens.count(account) >= MOST_TOKENS:
        raise UserError(f"You have {MOST_TOKENS} access keys. Revoke one that nothing reads with.")
    token = workspace.tokens.make(account, name, lasts=timedelta(days=days))
    _note("token made", account, workspace, name=name, days=days)
    return token


def revoke_token(digest: str, *, workspace: Workspace, account: str | None = None) -> str:
    """Revoke a token by its digest, one's own or anybody's, and return what it was called.

    Raises:
        NotFoundError: if there is no such token, or it is not this account's.
    """
    token = workspace.tokens.revoke(digest, account=account)
    if token is None:
        raise NotFoundError("There is no such access key, or it is revoked already.")
    _note("token revoked", token.account, workspace, name=token.name)
    return token.name


def enter_by_token(token: str, *, machine: str, workspace: Workspace) -> SignedIn:
    """Return in whose name a program reads; what does not work is counted.

    Raises:
        UnknownTokenError: if there is no token, or it does not work, or not any more.
        TooOftenError: if too many did not, from this machine.
    """
    if not token:
        raise UnknownTokenError(NONE_GIVEN)
    signed_in = workspace.tokens.find(token)
    if signed_in is not None:
        return signed_in
    check_tries(Tried.TOKEN, machine, workspace=workspace)
    raise UnknownTokenError(NOT_KNOWN)


def _note(verb: str, account: str, workspace: Workspace, **facts: str | int) -> None:
    with workspace.open_uow() as uow:
        uow.note(verb, account, why="", **facts)
        uow.commit()
