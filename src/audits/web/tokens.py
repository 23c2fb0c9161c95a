"""The session's cookie, and the token in a form that only a page of that session can have."""

import hashlib
import secrets

from fastapi import Request
from fastapi.responses import Response


# Browsers keep a name that begins so only with Secure, for this host alone and for every path.
SESSION, VISITOR = "__Host-session", "__Host-visitor"
OF_BOARD = "audits.partnership"  # where a request of several boards says which it is for
# Fields: whose a form is, how old it is, and what is never shown again.
TOKEN, SEEN, PASSWORD = "form_token", "seen", "password"


def board_of(request: Request) -> str:
    """Return which of several boards a request is for; "" where there is one."""
    return str(request.scope.get(OF_BOARD, ""))


def session_token(request: Request) -> str:
    """Return the token of the session that a request names; "" if it names none."""
    return request.cookies.get(SESSION, "")


def form_token(request: Request) -> str:
    """Return what a form of this session carries; "" for a visitor without a cookie.

    It says nothing of the session's token, from which it is made.
    """
    cookie = session_token(request) or visitor_token(request)
    return token_of(cookie, board_of(request)) if cookie else ""


def token_of(cookie: str, board: str = "") -> str:
    """Return what a form carries for whoever has a cookie; of several boards also which it is."""
    digest = hashlib.sha256(f"form:{cookie}".encode()).hexdigest()
    return f"{board}.{digest}" if board else digest


def is_of_another_board(given: str, request: Request) -> bool:
    """Tell whether a form is from a page of another board than the one it is sent to."""
    board, dot, _ = given.partition(".")
    return bool(dot) and board != board_of(request)


def visitor_token(request: Request) -> str:
    """Return the token of somebody who is not signed in: a new one where there is none."""
    if VISITOR not in request.cookies and not hasattr(request.state, "visitor"):
        request.state.visitor = secrets.token_urlsafe(32)
    return str(request.cookies.get(VISITOR) or request.state.visitor)


def keep_visitor(request: Request, response: Response) -> None:
    """Have a new visitor's token kept."""
    if hasattr(request.state, "visitor"):
        _set(response, VISITOR, request.state.visitor)


def keep_session(response: Response, token: str) -> Response:
    """Have a session's token kept for as long as the browser is open."""
    _set(response, SESSION, token)
    return response


def forget_session(response: Response) -> Response:
    """Have the session's token forgotten."""
    response.delete_cookie(SESSION, path="/", secure=True, httponly=True, samesite="lax")
    return response


def _set(response: Response, name: str, token: str) -> None:
    response.set_cookie(name, token, path="/", secure=True, httponly=True, samesite="lax")
