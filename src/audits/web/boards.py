"""One website for several boards: each request is given the site of one board, and no other.

A person has a session at each board, in a cookie of its own, and another cookie says which board is
open. A board's pages are shown its own session's cookie alone, under the name that it always has.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from audits.domain.errors import WorkspaceError
from audits.installation import OpenBoards

from .door import AT_DOOR
from .every_board import BOARD, cookie_of, set_board
from .site import AT, SITE, Site
from .tokens import OF_BOARD, SESSION, VISITOR
from .visit import SEE_OTHER


Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
# What programs call at an address of one board: no browser, so no cookie.
FOR_PROGRAMS = ("/api/", "/notify/", "/health")


class Boards:
    """An ASGI application: finds which board a request is for, and hands it on."""

    def __init__(
        self,
        pages: FastAPI,
        door: Any,
        boards: OpenBoards,
        begin: Callable[[], object] | None,
    ) -> None:
        self.pages, self.door, self.boards = pages, door, boards
        self._begin = begin
        self._sites: dict[str, Site] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer from one board's site, or at the door where people sign in and choose one."""
        if scope["type"] != "http":
            await self.pages(scope, receive, send)
            return
        if scope["path"].startswith(AT):
            await self._at_address(scope, receive, send)
            return
        board = cookies_of(scope).get(BOARD, "")
        if scope["path"] in AT_DOOR or board not in self.boards.names():
            await self.door(scope, receive, send)
            return
        await self._at_board(board, scope, receive, send)

    async def _at_address(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer at an address that names a board: programs at once, people by opening it."""
        board, _, rest = scope["path"].removeprefix(AT).partition("/")
        path = f"/{rest}"
        if board not in self.boards.names():
            await self.door({**scope, "path": "/no-such-page"}, receive, send)
        elif path.startswith(FOR_PROGRAMS):
            asked = {**scope, "path": path, "raw_path": path.encode()}
            await self._at_board(board, asked, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            query = scope["query_string"].decode("latin-1")
            to = Request({**scope, "path": path}).url.path + (query and f"?{query}")
            answer = RedirectResponse(to, SEE_OTHER)
            set_board(answer, board)
            await answer(scope, receive, send)
        else:
            await self.door({**scope, "path": "/no-such-page"}, receive, send)

    async def _at_board(self, board: str, scope: Any, receive: Any, send: Any) -> None:
        try:
            site = await run_in_threadpool(self._site, board)
        except WorkspaceError:
            # What is wrong is for whoever runs this, and stands in the list of boards.
            await self.door({**scope, "path": "/closed"}, receive, send)
            return
        own = {**scope, SITE: site, OF_BOARD: board, "headers": _own_headers(scope, board)}
        await self.pages(own, receive, _naming(send, board))

    def _site(self, board: str) -> Site:
        if board not in self._sites:
            opened = self.boards.open(board)
            begin = self._begin or _nothing
            self._sites[board] = Site(opened.workspace, begin, delivery_token=opened.delivery_token)
        return self._sites[board]


def cookies_of(scope: Any) -> dict[str, str]:
    """Return the cookies of a request; none where they mean nothing."""
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    try:
        return {name: morsel.value for name, morsel in SimpleCookie("; ".join(given)).items()}
    except CookieError:
        return {}


def _own_headers(scope: Any, board: str) -> list[tuple[bytes, bytes]]:
    """Return a request's headers with the cookies of one board alone."""
    cookies = cookies_of(scope)
    own = {SESSION: cookies.get(cookie_of(board), ""), VISITOR: cookies.get(VISITOR, "")}
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    line = "; ".join(f"{name}={value}" for name, value in own.items() if value)
    if line:
        headers.append((b"cookie", line.encode("latin-1")))
    return headers


def _naming(send: Send, board: str) -> Send:
    """Return what sends an answer in which the session's cookie has the board's own name."""
    was, own = f"{SESSION}=".encode(), f"{cookie_of(board)}=".encode()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, own + value.removeprefix(was))
                if name.lower() == b"set-cookie" and value.startswith(was)
                else (name, value)
                for name, value in message["headers"]
            ]
        await send(message)

    return sending


def _nothing() -> None:
    """Leave what is asked for to whoever looks for it."""
