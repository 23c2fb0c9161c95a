"""At every board: where an address has an account, and where a browser has a session.

Each board is asked itself, and none is told what another said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi.responses import Response

from audits.domain.access import NO_FORM, Caller, Entered, KeptForm
from audits.domain.errors import UserError
from audits.installation import OpenBoards
from audits.queries.accounts import has_account
from audits.steps.access.sign_in import NOT_RIGHT, sign_in, sign_out
from audits.storage import fault_of
from audits.workspace import Workspace

from .sign_in import WAITS_AT


BOARD = "__Host-board"  # the cookie that says which board is open
SOME_AWAY = "Some partnerships cannot be reached at the moment. If yours is one, try again later."


@dataclass(frozen=True, slots=True)
class Belongs:
    """A board that somebody is signed in at, or waits at with a code to give."""

    board: str
    partnership: str
    path: str
    account: str
    session: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody signs in with."""

    email: str
    password: str = field(repr=False)
    caller: Caller


def cookie_of(board: str) -> str:
    """Return the name of the cookie with a board's session."""
    return f"__Host-session-{board}"


def set_board(response: Response, board: str) -> None:
    """Have it kept which board is open."""
    set_cookie(response, BOARD, board)


def set_cookie(response: Response, name: str, value: str) -> None:
    """Have something kept for as long as the browser is open."""
    response.set_cookie(name, value, path="/", secure=True, httponly=True, samesite="lax")


def sign_in_everywhere(
    typed: Typed, boards: OpenBoards, *, form: KeptForm, open_now: str
) -> dict[str, Entered]:
    """Begin a session at every board that knows the address and the password.

    A board that has another password for it stays shut: none trusts what another has let in. The
    ``form`` is kept for the board that is open alone, whose it is.

    Raises:
        UserError: if none lets them in.
    """
    entered = {}
    refusal: UserError = UserError(NOT_RIGHT)
    known, some_away = _who_know(typed.email, boards)
    for board, workspace in known.items():
        kept = NO_FORM
        if board == open_now:
            kept = form
        nobody = workspace.acting_as("somebody who is not signed in")
        try:
            entered[board] = sign_in(
                typed.email, typed.password, form=kept, caller=typed.caller, workspace=nobody
            )
        except UserError as error:
            refusal = error
    if entered:
        return entered
    if some_away:
        raise type(refusal)(f"{refusal} {SOME_AWAY}")
    raise refusal


def sign_out_everywhere(mine: list[Belongs], boards: OpenBoards) -> None:
    """End somebody's sessions at every board."""
    for place in mine:
        if place.session:
            workspace = boards.open(place.board).workspace
            sign_out(place.session, account=place.account, workspace=workspace)


def where_signed_in(cookies: Mapping[str, str], boards: OpenBoards) -> list[Belongs]:
    """Return the boards where a browser has a session; one that is away has none."""
    mine: list[Belongs] = []
    for board in boards.names():
        token = cookies.get(cookie_of(board), "")

        def ask(board: str = board, token: str = token) -> None:
            mine.extend(_belongs(board, token, boards.open(board).workspace))

        if token:
            fault_of(ask, "The database")
    return mine


def _who_know(email: str, boards: OpenBoards) -> tuple[dict[str, Workspace], bool]:
    """Return the boards where an address has an account, and whether some could not be asked.

    Where none has, the first is asked all the same: so an address that is not known takes as long,
    and is counted as one that is tried in vain.
    """
    known: dict[str, Workspace] = {}
    asked: dict[str, Workspace] = {}
    some_away = False
    for board in boards.names():

        def ask(board: str = board) -> None:
            workspace = boards.open(board).workspace
            if has_account(email, workspace=workspace):
                known[board] = workspace
            asked[board] = workspace

        some_away = bool(fault_of(ask, "The database")) or some_away
    return known or dict(list(asked.items())[:1]), some_away


def _belongs(board: str, token: str, workspace: Workspace) -> list[Belongs]:
    name = workspace.partnership.name
    who = workspace.sessions.find(token)
    if who is not None:
        return [Belongs(board, name, "/", who.account, who.session)]
    for stage, path in WAITS_AT.items():
        if workspace.sessions.waiting(token, stage):
            return [Belongs(board, name, path, "", "")]
    return []
