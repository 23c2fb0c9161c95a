"""Prefect's own server, with its page, for as long as audits are served.

Whoever can speak to it can run code as its owner, so:

- its ports are taken here before anybody calls, and held until the end by the process that has it
  forked, whatever the server does meanwhile: nobody else on this machine can stand in its place;
- what to sign in with is made at each start. Sent to somebody who listens at the port later, by a
  browser left open, it is worth nothing: the server that took it is gone;
- our own processes call on a line of their own, and look at the certificate before they speak;
- no page of another site gets through (`doorkeeper.py`).
"""

import errno
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing
from audits.prefect_environment import point_prefect_at
from audits.settings import Settings
from audits.storage import forget_credentials, has_credentials, make_credentials


PATIENCE = 600  # seconds; a first start makes Prefect's database, and one that dies is noticed
LAST_ORDERS = 15  # seconds it has to end by itself
OUTLIVED = 20  # seconds in which the server of a schedule that was killed gives up its ports
NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


class OwnServer:
    """A server on this machine only, with its ports and what to sign in with, while it is held.

    Prefect is imported once it is held, by whoever speaks to it. With a port for its page it
    schedules; without one it is there for the flows of this process.
    """

    def __init__(self, settings: Settings, page: int | None) -> None:
        self._home, self._page = settings.prefect_home, page
        self._held = ExitStack()
        self.sockets: Sequence[socket.socket] = ()

    def __enter__(self) -> Self:
        """Take the ports, and tell Prefect in this process where its server is.

        Raises:
            WorkspaceError: if somebody else is at the port.
        """
        home, page = self._home, self._page
        with ExitStack() as held:
            self.sockets = _take_ports_in_time(home, page, held)
            port = self.sockets[0].getsockname()[1]
            with writing(home):
                self._made = make_credentials(home, page or port)
                self.log = held.enter_context((home / "server.log").open("ab"))
            held.callback(forget_credentials, home, page or port)
            point_prefect_at(
                f"https://127.0.0.1:{port}/api",
                page=f"http://127.0.0.1:{page or port}",
                sign_in=self._made.sign_in,
                certificate=self._made.certificate,
            )
            self._told, self._tells = os.pipe()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of all of it."""
        self._held.close()

    def serve(self) -> None:
        """Serve in this process, until it is stopped; it says in a file what it has to say."""
        from .server_process import serve

        for stream in (sys.stdout, sys.stderr):
            os.dup2(self.log.fileno(), stream.fileno())
        made = self._made
        serve(made.certificate, made.key, self._tells, self.sockets)

    def start(self) -> subprocess.Popen[bytes]:
        """Serve in a new process, which ends when this one has."""
        numbers = [self._tells, *(sock.fileno() for sock in self.sockets)]
        # -P: a module that lies in the folder where this is started is nobody's server.
        command = [sys.executable, "-P", "-m", "audits.flows.server_process"]
        command += [str(self._made.certificate), str(self._made.key), *map(str, numbers)]
        process = subprocess.Popen(  # noqa: S603 -- our own words
            command,
            stdin=subprocess.PIPE,  # cut when this process ends, however it does
            stdout=self.log,
            stderr=self.log,
            pass_fds=numbers,
            start_new_session=True,  # Ctrl+C is for us, who end it in good order
        )
        os.close(self._tells)
        return process

    def wait(self) -> None:
        """Wait until it is there.

        Raises:
            WorkspaceError: if that takes too long.
        """
        ready, _, _ = select.select([self._told], [], [], PATIENCE)
        if not ready or not os.read(self._told, 1):
            raise WorkspaceError(
                f"Prefect's server did not start; {self._home / 'server.log'} says why. Put that "
                "right and start again."
            )


@contextmanager
def running_server(settings: Settings) -> Iterator[None]:
    """Run a server for the flows of this process until the block is left.

    Raises:
        WorkspaceError: if it does not start.
    """
    with OwnServer(settings, page=None) as server:
        process = server.start()
        try:
            server.wait()
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(LAST_ORDERS)
            process.kill()
            process.wait()


def _take_ports_in_time(home: Path, page: int | None, held: ExitStack) -> list[socket.socket]:
    """Return sockets that listen, once what a schedule that was killed left there has ended."""
    waits = OUTLIVED if page is not None and has_credentials(home, page) else 0
    for _ in range(waits):
        with suppress(WorkspaceError), ExitStack() as tried:
            listening = _take_ports(page, tried)
            held.enter_context(tried.pop_all())
            return listening
        time.sleep(1)
    return _take_ports(page, held)


def _take_ports(page: int | None, held: ExitStack) -> list[socket.socket]:
    """Return sockets that listen: one for our own processes, and those of the page.

    ``localhost`` may mean either address, so whoever is at one must be at both.
    """
    listening = [_listen(socket.AF_INET, ("127.0.0.1", 0), held)]
    if page is None:
        return listening
    try:
        listening.append(_listen(socket.AF_INET, ("127.0.0.1", page), held))
        with _perhaps_no_ipv6():
            listening.append(_listen(socket.AF_INET6, ("::1", page), held))
    except OSError as error:
        raise WorkspaceError(
            f"Prefect's page cannot be at port {page} of this machine: {error.strerror}. If "
            "something else runs there, stop it or take another --port; if it is your "
            "own Prefect server, name it in audits.toml (prefect_api_url)."
        ) from error
    return listening


@contextmanager
def _perhaps_no_ipv6() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in NO_IPV6:
            raise


def _listen(
    family: socket.AddressFamily, address: tuple[str, int], held: ExitStack
) -> socket.socket:
    """Return a socket that listens; refused while any other does, even one that would share."""
    listener = held.enter_context(socket.socket(family))
    # A port whose last calls are dying down may be taken at once; one listened at may not.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(address)
    listener.listen(128)
    return listener
