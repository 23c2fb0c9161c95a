"""The door of several boards: people sign in at all that know them, choose one, and leave all."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from audits.domain.access import Caller, Entered, Stage
from audits.domain.errors import TooOftenError, UserError
from audits.installation import OpenBoards
from audits.storage import fault_of

from .done import done_in_words
from .every_board import (
    BOARD,
    Belongs,
    Typed,
    cookie_of,
    set_board,
    set_cookie,
    sign_in_everywhere,
    sign_out_everywhere,
    where_signed_in,
)
from .headers import SafeHeaders
from .rendering import STATIC, page_layouts
from .sign_in import OUR_COLOUR, WAITS_AT, form_in, ours
from .tokens import PASSWORD, TOKEN, VISITOR, token_of
from .visit import SEE_OTHER, FormKeys, Problem, browser_in_words, content_policy


AT_DOOR = frozenset({"/sign-in", "/sign-out", "/boards", "/health"})
NAME = "Multi-agency safeguarding"  # the layout goes on: audits
LARGEST_FORM = 1024 * 1024
BAD, TOO_OFTEN, NOT_THERE, CLOSED = 422, 429, 404, 503
router = APIRouter(default_response_class=HTMLResponse)


@dataclass(frozen=True)
class Door:
    """What a page at the door is made with: no board's names, colours or people."""

    name: str = NAME
    colour: str = ""
    board: str = ""
    letters_have_links: bool = True
    provider: object = None

    @property
    def site(self) -> "Door":
        """Return what a layout asks for colours."""
        return self

    @property
    def workspace(self) -> "Door":
        """Return what a layout asks for settings."""
        return self

    def may(self, _verb: str) -> bool:
        """Tell that nobody is signed in at the door."""
        return False


def door_app(boards: OpenBoards) -> FastAPI:
    """Return what answers before a board is open."""
    app = FastAPI(title="audits", openapi_url=None)
    app.state.boards = boards
    app.add_api_route("/static/icon.svg", icon)
    app.mount("/static", StaticFiles(directory=STATIC))  # before what leads everybody to the door
    app.include_router(router)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_FORM)
    app.add_middleware(SafeHeaders)
    return app


async def _read_fields(request: Request) -> Mapping[str, str]:
    form = await request.form(max_files=0, max_fields=500)
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    await form.close()
    return fields


Fields = Annotated[Mapping[str, str], Depends(_read_fields)]


@router.get("/sign-in")
def show_sign_in(request: Request, to: str = "/") -> Response:
    return _sign_in_page(request, ours(to))


@router.post("/sign-in")
def take_sign_in(request: Request, fields: Fields) -> Response:
    """Sign somebody in at every board that knows them."""
    to = ours(fields.get("to", "/"))
    if not _is_ours(request, fields):
        return _sign_in_page(request, to, code=BAD)
    open_now = request.cookies.get(BOARD, "")
    typed = Typed(fields.get("email", ""), fields.get(PASSWORD, ""), _caller_of(request))
    try:
        entered = sign_in_everywhere(
            typed, _boards(request), form=form_in(fields), open_now=open_now
        )
    except TooOftenError as error:
        return _refused(request, fields, str(error), TOO_OFTEN)
    except UserError as error:
        return _refused(request, fields, str(error), BAD)
    return _go_on(entered, open_now)


@router.get("/boards")
def show_boards(request: Request) -> Response:
    mine = _where_signed_in(request)
    if not mine:
        return RedirectResponse("/sign-in", SEE_OTHER)
    return _page(request, "access/boards.html", mine=mine, opened=request.cookies.get(BOARD))


@router.post("/boards")
def take_board(request: Request, fields: Fields) -> Response:
    """Open a board, one of those where this browser has a session."""
    mine = {place.board: place for place in _where_signed_in(request)}
    wanted = mine.get(fields.get("board", ""))
    if wanted is None or not _is_ours(request, fields):
        return RedirectResponse("/boards", SEE_OTHER)
    response = RedirectResponse(wanted.path, SEE_OTHER)
    set_board(response, wanted.board)
    return response


@router.post("/sign-out")
def take_sign_out(request: Request, fields: Fields) -> Response:
    """Sign somebody out at every board."""
    if not _is_ours(request, fields):
        return RedirectResponse("/", SEE_OTHER)
    mine = _where_signed_in(request)
    sign_out_everywhere(mine, _boards(request))
    response = RedirectResponse("/sign-in?done=signed_out", SEE_OTHER)
    for place in mine:
        response.delete_cookie(
            cookie_of(place.board), path="/", secure=True, httponly=True, samesite="lax"
        )
    return response


@router.get("/health")
def health() -> Response:
    """Say that the website answers; how a board is, is said at its own address."""
    return Response(b'{"status": "ok"}', media_type="application/json")


def icon() -> Response:
    drawn = page_layouts().get_template("icon.svg").render(colour=OUR_COLOUR)
    return Response(drawn, media_type="image/svg+xml")


@router.api_route("/no-such-page", methods=["GET", "POST"])
def no_such_page(request: Request) -> Response:
    return _page(request, "error.html", code=NOT_THERE)


@router.api_route("/closed", methods=["GET", "POST"])
def closed(request: Request) -> Response:
    return _page(request, "error.html", code=CLOSED)


@router.api_route("/{path:path}", methods=["GET", "POST"])
def elsewhere(request: Request) -> Response:
    return RedirectResponse(f"/sign-in?to={ours(request.url.path)}", SEE_OTHER)


def _boards(request: Request) -> OpenBoards:
    boards: OpenBoards = request.app.state.boards
    return boards


def _where_signed_in(request: Request) -> list[Belongs]:
    return where_signed_in(request.cookies, _boards(request))


def _go_on(entered: Mapping[str, Entered], open_now: str) -> Response:
    """Keep the sessions that have begun, and go to the only board, or to the choice of them."""
    board = ""
    if open_now in entered:
        board = open_now
    elif len(entered) == 1:
        board = next(iter(entered))
    path = "/boards"
    if board:
        path = _path_of(entered[board])
    response = RedirectResponse(path, SEE_OTHER)
    for name, begun in entered.items():
        set_cookie(response, cookie_of(name), begun.token)
    if board:
        set_board(response, board)
    return response


def _path_of(entered: Entered) -> str:
    if entered.stage is Stage.SIGNED_IN:
        return entered.path
    return WAITS_AT[entered.stage]


def _refused(request: Request, fields: Mapping[str, str], says: str, code: int) -> Response:
    typed = {name: value for name, value in fields.items() if name not in (PASSWORD, TOKEN)}
    problems = (Problem("", says),)
    to = ours(fields.get("to", "/"))
    return _sign_in_page(request, to, code=code, typed=typed, problems=problems)


def _sign_in_page(request: Request, to: str, **content: Any) -> Response:
    """Return the page to sign in at; of a board that is open also with its organisation's way."""
    boards, board = _boards(request), request.cookies.get(BOARD, "")
    doors = [Door()]

    def look() -> None:
        doors.append(Door(board=board, provider=boards.open(board).workspace.provider))

    if board in boards.names():
        fault_of(look, "The database")
    return _page(request, "access/sign_in.html", door=doors[-1], to=to, kept={}, **content)


def _page(
    request: Request, layout: str, *, code: int = 200, door: Door = Door(), **content: Any
) -> Response:
    visitor = request.cookies.get(VISITOR) or secrets.token_urlsafe(32)
    nonce = secrets.token_urlsafe(16)
    given = {"typed": {}, "problems": (), **content}
    filled = (
        page_layouts()
        .get_template(layout)
        .render(
            given,
            code=code,
            visit=door,
            who=None,
            partnership=door,
            path=request.url.path,
            done=done_in_words(request.query_params),
            remedies=(),
            changes=(),
            token=FormKeys(token_of(visitor, door.board), ""),
            cspNonce=nonce,
        )
    )
    response = HTMLResponse(filled, code)
    response.headers["Content-Security-Policy"] = content_policy(nonce)
    set_cookie(response, VISITOR, visitor)
    return response


def _is_ours(request: Request, fields: Mapping[str, str]) -> bool:
    """Tell whether a form is from a page of ours in this browser: of the door, or of its board."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if site is None and origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        return False
    board = request.cookies.get(BOARD, "")
    given = fields.get(TOKEN, "").rpartition(".")[2].encode()
    cookies = (request.cookies.get(VISITOR), request.cookies.get(cookie_of(board)))
    wanted = [token_of(cookie).encode() for cookie in cookies if cookie]
    return any(secrets.compare_digest(given, token) for token in wanted)


def _caller_of(request: Request) -> Caller:
    machine = request.client.host if request.client else "nowhere"
    return Caller(machine, browser_in_words(request.headers.get("user-agent", "")))
