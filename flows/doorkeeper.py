"""Who may speak to Prefect's server: this machine by its own name, and from no page but its own."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any


Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# A name that leads here only by somebody's DNS is how a web page gets round its browser.
OWN_NAME = re.compile(rb"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
# Open to all in Prefect, needed by nobody here, and they fetch scripts from the internet.
SHUT = frozenset({"/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json"})
# The page takes nothing from the internet and tells it nothing; no other page shows it in a frame,
# where a click could be led astray.
POLICY = b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'none'"
KEPT_IN = [
    (b"content-security-policy", POLICY),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
]
REFUSAL = b"This is another machine's door, or another page's. Nothing is shown here.\n"


class Doorkeeper:
    """An ASGI application before another; what it turns away, the other never sees.

    It does not ask who calls: Prefect does, by the words to sign in with.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a call on, or turn it away."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not may_enter(scope):
            await _turn_away(scope, send)
        else:
            await self._app(scope, receive, _kept_in(send))


def may_enter(scope: Message) -> bool:
    """Tell whether a call comes to this machine's own name, and from its own page or from none."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1 or not OWN_NAME.fullmatch(hosts[0]) or scope["path"] in SHUT:
        return False
    scheme = b"https" if scope["scheme"] in ("https", "wss") else b"http"
    own = scheme + b"://" + hosts[0].lower()
    return all(value.lower() == own for name, value in scope["headers"] if name == b"origin")


async def _turn_away(scope: Message, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: 403
        return
    headers = [(b"content-type", b"text/plain"), *KEPT_IN]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": REFUSAL})


def _kept_in(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *KEPT_IN]
        await send(message)

    return sending
