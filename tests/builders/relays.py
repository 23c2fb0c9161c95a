"""A line between two ends: it may end the encryption in front of a server, or listen and meddle."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Relay:
    """Where it listens, and what its callers said."""

    port: int = 0
    heard: bytearray = field(default_factory=bytearray)


@contextmanager
def relay(
    to: int,
    *,
    context: ssl.SSLContext | None = None,
    meddle: Callable[[bytes], bytes] = bytes,
) -> Iterator[Relay]:
    """Pass on what is said to a port of this machine, decrypted if there is a context.

    ``meddle`` is given what the server answers, and says what the caller gets.
    """
    here = Relay()

    def hear(said: bytes) -> bytes:
        here.heard.extend(said)
        return said

    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with (
                suppress(OSError),
                _open(self.request, context) as caller,
                socket.create_connection(("127.0.0.1", to)) as server,
            ):
                back = threading.Thread(target=_pass, args=(server, caller, meddle))
                back.start()
                _pass(caller, server, hear)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as listening:
        here.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield here
        finally:
            listening.shutdown()
            thread.join()


def _open(line: socket.socket, context: ssl.SSLContext | None) -> socket.socket:
    line.settimeout(20)
    return context.wrap_socket(line, server_side=True) if context else line


def _pass(one: socket.socket, other: socket.socket, via: Callable[[bytes], bytes]) -> None:
    """Pass on what one end says until it says no more; then hang up the other."""
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(via(said))
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)
