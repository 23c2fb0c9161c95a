"""What goes wrong, as the page that says so; nothing that was typed is lost."""

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from audits.domain.access import NO_FORM, KeptForm
from audits.domain.answer import Problem as Wrong, ProblemCode, TypedAnswersError
from audits.domain.errors import (
    BusyError,
    ChangedError,
    ChannelError,
    LinkError,
    NotFoundError,
    RefusedError,
    StatusError,
    TooOftenError,
    UnknownTokenError,
    UserError,
    WorkspaceError,
)
from audits.domain.grade import GradeError
from audits.steps.action_packs.row_changes import RowError

from .problems import API, problem
from .remedies import ways_on
from .site import Site, site_of
from .tokens import SEEN, keep_visitor, session_token
from .visit import SEE_OTHER, Problem, Visit


LOG = logging.getLogger("audits.web")
OK, NO_METHOD, MOVED, BAD, NO_SIGN_IN, FORBIDDEN, NOT_THERE = 200, 405, 409, 422, 401, 403, 404
TOO_LARGE, BROKEN, NO_ANSWER = 413, 500, 503
TOO_OFTEN, GONE = 429, 410
STATUS = {
    NotFoundError: NOT_THERE, StatusError: MOVED, BusyError: MOVED, WorkspaceError: NO_ANSWER,
    TooOftenError: TOO_OFTEN, UnknownTokenError: NO_SIGN_IN, LinkError: GONE,
}  # fmt: skip
FOR_PROGRAMS = ("/notify/", "/health")
Message = MutableMapping[str, Any]


class FormError(UserError):
    """Fields of a form are wrong; each is told."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.says for problem in problems))
        self.problems = problems


class SignInError(UserError):
    """Nobody is signed in, or no longer."""


class NotAllowedError(UserError):
    """Whoever is signed in may not see this."""


class OtherBoardError(UserError):
    """A form was sent that belongs to another board than the one that is open."""


class ShownAgain(Response):
    """The page at ``path`` with a form as it was typed, and what is wrong with it."""

    def __init__(self, request: Request, path: str, status: int, **state: object) -> None:
        super().__init__()
        self.request, self.path, self.status, self.state = request, path, status, state

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        """Answer as the page does that has the form, under another status."""
        again = {
            **scope, "method": "GET", "path": self.path, "raw_path": self.path.encode(),
            "query_string": b"", "state": self.state,
        }  # fmt: skip
        stack = self.request.app.middleware_stack
        await stack(again, _nothing_to_receive, _under(self.status, send))


def answer_errors(app: FastAPI) -> None:
    """Have an application answer what goes wrong with a page of its own."""
    app.add_exception_handler(SignInError, _answer_sign_in)
    app.add_exception_handler(NotAllowedError, _answer_not_allowed)
    app.add_exception_handler(OtherBoardError, _answer_other_board)
    app.add_exception_handler(UserError, _answer)
    app.add_exception_handler(ChannelError, _answer)
    app.add_exception_handler(HTTPException, _answer_http)


class LastResort:
    """Answers with a page of ours what no page could: a bug, and a request that is too large.

    Nothing of a bug goes further than its number and where it is: what it says may name somebody.
    """

    def __init__(self, app: Any, pages: FastAPI, largest: int) -> None:
        self.app, self.pages, self.largest = app, pages, largest

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, whatever happens."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["app"] = self.pages
        request = Request(scope)
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self.largest:
            await _plain(request, TOO_LARGE)(scope, receive, send)
            return
        begun: list[Message] = []

        async def send_on(message: Message) -> None:
            begun.append(message)
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        except Exception as bug:  # whatever it is: whoever asked gets a number, and no words of it
            if begun:
                raise
            await _answer_bug(request, bug)(scope, receive, send)


def _answer_sign_in(request: Request, _: Exception) -> Response:
    if not hasattr(request.state, "shown_at"):
        return RedirectResponse(f"/sign-in?to={request.url.path}", SEE_OTHER)
    kept = dict(request.state.typed)
    visit = Visit(site_of(request), request, None)
    if getattr(request.state, "is_ours", False) and _is_kept_for_contact(request, visit, kept):
        return visit.page("access/link_over.html", code=NO_SIGN_IN, has_typed=_has_typed(kept))
    page = visit.page("access/sign_in.html", code=NO_SIGN_IN, to=request.state.shown_at, kept=kept)
    keep_visitor(request, page)
    return page


def _is_kept_for_contact(request: Request, visit: Visit, typed: dict[str, str]) -> bool:
    """Keep what was typed where a unit's link's session was over; tell whether it was one."""
    form = KeptForm(request.state.shown_at, typed) if _has_typed(typed) else NO_FORM
    return visit.workspace.kept_forms.keep(session_token(request), form)


def _has_typed(fields: Mapping[str, str]) -> bool:
    return bool(fields.keys() - {SEEN})


async def _answer_http(request: Request, error: Any) -> Response:
    if request.url.path.startswith(FOR_PROGRAMS):
        return await http_exception_handler(request, error)
    code = NOT_THERE if error.status_code == NO_METHOD else error.status_code
    return _plain(request, code)


def _answer_not_allowed(request: Request, _: Exception) -> Response:
    return _plain(request, FORBIDDEN)


def _answer_other_board(request: Request, _: Exception) -> Response:
    """Keep nothing of what was typed: it is another board's."""
    says = (
        "The form that you sent is of another partnership: you have gone to this one since it was "
        "shown. Nothing was kept. Go back to that page, go to its partnership in another window, "
        "and send it."
    )
    return _plain(request, MOVED, says=says)


def _answer_bug(request: Request, error: Exception) -> Response:
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    LOG.error("%s: %s in %s at %s", number, type(error).__name__, place, _route_of(request))
    return _plain(request, BROKEN, number=number)


def _answer(request: Request, error: Exception) -> Response:
    status = _status(error)
    remedies = ways_on(getattr(error, "remedy", ()))
    if not hasattr(request.state, "shown_at"):
        return _plain(request, status, says=str(error), ways=remedies)
    problems: tuple[Problem, ...] = (Problem("", str(error)),)
    if isinstance(error, FormError):
        problems = error.problems
    if isinstance(error, GradeError):
        field = f"grade:{error.subject.unit}:{error.subject.question}"
        problems = (Problem(field, error.sentence[:1].upper() + error.sentence[1:]),)
    if isinstance(error, RowError):
        problems = (Problem(error.asked, str(error)),)
    if isinstance(error, TypedAnswersError):
        problems = tuple(map(_in_cell, error.problems))
    if isinstance(error, ChangedError):
        return _beside(request, error, problems)
    return ShownAgain(
        request, request.state.shown_at, status,
        typed=request.state.typed, problems=problems, remedies=remedies,
    )  # fmt: skip


def _in_cell(problem: Wrong) -> Problem:
    """Return what is wrong with an answer that was typed, at its field or at that of its note."""
    field = "note" if problem.code is ProblemCode.EVIDENCE_MISSING else "answer"
    return Problem(f"{field}:{problem.case}:{problem.question}", problem.message)


def _beside(request: Request, error: ChangedError, problems: tuple[Problem, ...]) -> Response:
    """Return the page as it stands now, with what was typed beside it and who changed it.

    Whoever sends that form has seen both.
    """
    typed = dict(request.state.typed)
    typed.pop(SEEN, None)
    return ShownAgain(
        request, request.state.shown_at, MOVED,
        typed=typed, problems=problems, changes=error.changes,
    )  # fmt: skip


def _plain(request: Request, status: int, **content: object) -> Response:
    if request.url.path.startswith(API):
        return problem(status, str(content.get("says") or content.get("number", "")))
    site = site_of(request)
    visit = getattr(request.state, "visit", None) or Visit(site, request, _who(request, site))
    return visit.page("error.html", code=status, **content)


def _who(request: Request, site: Site) -> Any:
    token = session_token(request)
    return site.workspace.sessions.find(token) if token else None


def _status(error: Exception) -> int:
    if isinstance(error, RefusedError):
        return BAD  # it answered, and said no
    if isinstance(error, ChannelError):
        return NO_ANSWER
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    return BAD


def _route_of(request: Request) -> str:
    """Return the route's own path: what stands in an address may be somebody's."""
    return str(getattr(request.scope.get("route"), "path", "no route"))


async def _nothing_to_receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _under(
    status: int, send: Callable[[Message], Awaitable[None]]
) -> Callable[[Message], Awaitable[None]]:
    async def send_under(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == OK:
            message["status"] = status
        await send(message)

    return send_under
