"""Headers that every answer carries, whatever it is (OWASP ASVS 5.0, 3.4)."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders

from .problems import API
from .visit import content_policy


Message = MutableMapping[str, Any]
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
OK, NOT_CHANGED = 200, 304
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASKED_AGAIN = "private, no-cache"  # a program keeps it, and asks whether it has changed


class SafeHeaders:
    """Puts the headers on every answer: pages, errors, downloads and what pages load."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _with_headers(scope["path"], send))


def _kept_for(path: str, status: int) -> str:
    """Return for how long whoever asks may keep an answer."""
    if path.startswith("/static/") and status == OK:
        return FOR_A_YEAR
    if path.startswith(API) and status in (OK, NOT_CHANGED):
        return ASKED_AGAIN
    return "no-store"


def _with_headers(
    path: str, send: Callable[[Message], Awaitable[None]]
) -> Callable[[Message], Awaitable[None]]:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", content_policy())
            headers["Cache-Control"] = _kept_for(path, message["status"])
        await send(message)

    return send_with
