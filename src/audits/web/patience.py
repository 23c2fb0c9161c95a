"""How long a caller may take, and how many there may be: a line that says nothing is hung up."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


LINES = 100  # open at once
SAID_WITHIN = 10.0  # seconds from the opened line, or the last answer, to the whole of a request
ANSWERED_WITHIN = 300.0  # seconds until the caller has taken the answer


class PatientProtocol(H11Protocol):
    """One line to a caller, hung up when its time is over.

    Uvicorn itself waits for ever for the end of a request's headers, or of its body. Where all
    lines are taken the one that has been silent longest makes room, so that whoever does ask is
    answered.
    """

    said_within = SAID_WITHIN
    _over: asyncio.TimerHandle | None = None
    _since = 0.0
    _is_asked = False  # the caller has said all and waits for us

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
        super().data_received(data)
        if not self._is_asked and self.conn.their_state in (h11.DONE, h11.MUST_CLOSE):
            self._is_asked = True
            self._allow(ANSWERED_WITHIN)

    def on_response_complete(self) -> None:
        """Wait for the next request as for the first."""
        self._is_asked = False
        self._allow(self.said_within)
        super().on_response_complete()

    def _allow(self, seconds: float) -> None:
        if self._over:
            self._over.cancel()
        self._since = self.loop.time()
        self._over = self.loop.call_later(seconds, self.transport.abort)

    def _make_room(self) -> None:
        everybody: Any = self.connections
        lines = [line for line in everybody if not line.transport.is_closing()]
        if len(lines) > LINES:
            silent = [line for line in lines if not line._is_asked]
            min(silent, key=lambda line: line._since).transport.abort()
