"""How long a caller may take, and how many there may be: a line that says nothing is hung up."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


# Open at once. A hundred units that hand in their returns in the last minute are none too many.
LINES = 250
SAID_WITHIN = 10.0  # seconds from the opened line, or the first of a request, to the whole of it
# Seconds of silence after an answer: longer than browsers and proxies keep a line (httpx: 5, nginx:
# 60), so that it is they who hang up, and nobody asks at the moment in which we do.
KEPT_OPEN = 75
WHOLE = (h11.DONE, h11.MUST_CLOSE)  # how a request stands of which all is said
ANSWERED_WITHIN = 300.0  # seconds until the caller has taken the answer


class PatientProtocol(H11Protocol):
    """One line to a caller, hung up when its time is over.

    Uvicorn itself waits for ever for the end of a request's headers, or of its body. Where all
    lines are taken the one that has been silent longest makes room, so that whoever does ask is
    answered.
    """

    said_within: float = SAID_WITHIN
    kept_open: float = KEPT_OPEN
    _over: asyncio.TimerHandle | None = None
    _since = 0.0
    _is_asked = False  # the caller has said all and waits for us
    _is_silent = False  # all is answered, and nothing was said since

    def connection_made(self, transport: Any) -> None:
        """Take a line up, and make room for it if need be."""
        super().connection_made(transport)
        self._allow(self.said_within)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let a line go."""
        super().connection_lost(exc)
        if self._over:
            self._over.cancel()

    def data_received(self, data: bytes) -> None:
        """Take what is said; once a request is whole it is our turn."""
        if self._is_silent:
            self._is_silent = False
            self._allow(self.said_within)
        super().data_received(data)
        if not self._is_asked and self.conn.their_state in WHOLE:
            self._is_asked = True
            self._allow(ANSWERED_WITHIN)

    def on_response_complete(self) -> None:
        """Wait for the next request, however long a caller keeps a line that is of use."""
        self._is_asked = False
        self._is_silent = self.conn.their_state in WHOLE
        patience = self.kept_open if self._is_silent else self.said_within
        self._allow(patience)
        super().on_response_complete()

    def _allow(self, seconds: float) -> None:
        if self._over:
            self._over.cancel()
        self._since = self.loop.time()
        self._over = self.loop.call_later(seconds, self._hang_up)

    def _hang_up(self) -> None:
        """End a line: one that is silent as one ends it, so that its caller sees it at once."""
        if self._is_silent:
            self.transport.close()
        else:
            self.transport.abort()

    def _make_room(self) -> None:
        everybody: Any = self.connections
        lines = [line for line in everybody if not line.transport.is_closing()]
        if len(lines) > LINES:
            silent = [line for line in lines if not line._is_asked]
            min(silent, key=lambda line: line._since)._hang_up()
