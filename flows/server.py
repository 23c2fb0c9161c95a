"""Prefect's own server, with its page, for as long as audits are served.

Whoever can speak to it can run code as its owner, so:

- its ports are taken here before anybody calls, and held until the end, whatever the server
  process does meanwhile: nobody else on this machine can stand in its place;
- what to sign in with is made at each start. Sent to somebody who listens at the port later, by a
  browser left open, it is worth nothing: the server that took it is gone;
- our own processes call on a line of their own, and look at the certificate before they speak;
- no page of another site gets through (`doorkeeper.py`).
"""

import errno
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing
from audits.prefect_environment import point_prefect_at
from audits.settings import Settings
from audits.storage import (
    Credentials,
    forget_credentials,
    has_credentials,
    make_credentials,
)


PATIENCE = 120  # seconds; a first start makes Prefect's database
PAUSE = 1  # seconds before a server that died is started again
LAST_ORDERS = 15  # seconds it has to end by itself
OUTLIVED = 20  # seconds in which the server of a schedule that was killed gives up its ports
READY = b"ready\n"
NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


@contextmanager
def running_server(settings: Settings, page: int | None) -> Iterator[None]:
    """Run a server on this machine only, until the block is left; Prefect is imported inside it.

    With a port for its page it schedules; without one it is there for the flows of this process.

    Raises:
        WorkspaceError: if somebody else is at the port, or the server does not start.
    """
    home = settings.prefect_home
    with ExitStack() as held:
        listening = _take_ports_in_time(home, page, held)
        port = listening[0].getsockname()[1]
        with writing(home):
            made = make_credentials(home, page or port)
            log = held.enter_context((home / "server.log").open("ab"))
        held.callback(forget_credentials, home, page or port)
        point_prefect_at(
            f"https://127.0.0.1:{port}/api",
            page=f"http://127.0.0.1:{page or port}",
            sign_in=made.sign_in,
            certificate=made.certificate,
        )
        keeper = _Keeper(_command(made, listening), [sock.fileno() for sock in listening], log)
        held.callback(keeper.stop)
        _wait_for(keeper, home / "server.log")
        yield


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


def _command(made: Credentials, listening: Sequence[socket.socket]) -> list[str]:
    # -P: a module that lies in the folder where this is started is nobody's server.
    command = [sys.executable, "-P", "-m", "audits.flows.server_process"]
    command += [str(made.certificate), str(made.key)]
    return command + [str(sock.fileno()) for sock in listening]


class _Keeper:
    """Keeps the server running: one that dies is started again, on the ports that stay held."""

    def __init__(self, command: list[str], sockets: list[int], log: IO[bytes]) -> None:
        self.is_ready = threading.Event()
        self.has_died = False
        self._command, self._sockets, self._log = command, sockets, log
        self._is_over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the server, by force if it takes its time."""
        self._is_over.set()
        self._end(subprocess.Popen.terminate)
        self._thread.join(LAST_ORDERS)
        self._end(subprocess.Popen.kill)
        self._thread.join()

    def _keep(self) -> None:
        while not self._is_over.is_set():
            # A session of its own: Ctrl+C is for us, who end it in good order.
            with subprocess.Popen(  # noqa: S603 -- our own words
                self._command,
                stdin=subprocess.PIPE,  # cut when this process ends, however it does
                stdout=subprocess.PIPE,
                stderr=self._log,
                pass_fds=self._sockets,
                start_new_session=True,
            ) as self._process:
                self._watch(self._process)
            self.has_died = True
            self._is_over.wait(PAUSE)

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        if self._is_over.is_set():
            process.terminate()
        assert process.stdout is not None  # noqa: S101 -- it was asked for
        if READY in process.stdout:  # nothing more is written there
            self.is_ready.set()
        process.wait()

    def _end(self, how: Callable[[subprocess.Popen[bytes]], None]) -> None:
        if self._process is not None:
            how(self._process)


def _wait_for(keeper: _Keeper, log: Path) -> None:
    for _ in range(PATIENCE):
        if keeper.is_ready.wait(1):
            return
        if keeper.has_died:
            break
    raise WorkspaceError(
        f"Prefect's server did not start; {log} says why. Put that right and start again."
    )
