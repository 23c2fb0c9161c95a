"""How often somebody may try something, counted in the database for every process together."""

from audits.domain.access import TRIES_WITHIN, LinkPurpose, Tried
from audits.domain.errors import TooOftenError, UserError
from audits.queries.accounts import AccountLine, whose_link
from audits.workspace import Workspace


MINUTES = int(TRIES_WITHIN.total_seconds() // 60)
TOO_OFTEN = f"This was tried too often. Wait {MINUTES} minutes, or ask the business unit for help."
NO_LINK = "This link does not work, or not any more. Ask the business unit for another."


def check_tries(what: Tried, about: str, *, workspace: Workspace) -> None:
    """Count an attempt before it is made.

    Raises:
        TooOftenError: if there were too many within the last while.
    """
    if about and not workspace.attempts.may_try(what, about):
        raise TooOftenError(TOO_OFTEN)


def open_link(
    token: str, purpose: LinkPurpose, *, machine: str, workspace: Workspace
) -> AccountLine:
    """Return whom a link is for; one that does not work is counted.

    Raises:
        UserError: if it does not work, or not any more.
        TooOftenError: if too many did not, from this machine.
    """
    if not workspace.attempts.has_tries_left(Tried.LINK, machine):
        raise TooOftenError(TOO_OFTEN)
    person = whose_link(token, purpose, workspace=workspace)
    if person is None:
        check_tries(Tried.LINK, machine, workspace=workspace)
        raise UserError(NO_LINK)
    return person
