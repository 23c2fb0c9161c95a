"""Processes that share what they have loaded: forked from one that does nothing else.

Prefect and the engine take seconds of processor time to load, and 200 MB. The process here has
loaded them once. It has one thread and holds no connection, so that what is forked finds nothing
half done; what was loaded is shared until it is written to.
"""

import asyncio
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audits.domain.errors import WorkspaceError


Work = Callable[[], None]
Run = Callable[[Mapping[str, str]], None]

LAST_ORDERS = 60  # seconds in which a part ends by itself
ORPHANED = 10  # seconds it has for that once the process that forked it is gone
PAUSE = 1  # seconds before a part that was killed is started again
LONGEST = 65536  # bytes in which a run is asked for
NAME = Path("/proc/self/comm")  # fifteen letters, for a list of processes


@dataclass(frozen=True, slots=True)
class Part:
    """What runs all the time; ``sockets`` are held by its processes and by no other part's."""

    work: Work
    comes_back: bool = False  # started again when it was killed; else all others are ended
    sockets: Sequence[socket.socket] = ()


class RunProcess:
    """The process of a run; ``returncode`` is None until it was waited for."""

    def __init__(self, pid: int, answers: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        self.pid, self._answers, self._line = pid, answers, line
        self.returncode: int | None = None

    async def wait(self) -> None:
        """Wait until it has ended; for good if whoever forked it was killed, as nobody will know.

        That is a moment: this process ends with whoever forked it too.
        """
        code = await self._answers.readline()
        if not code:
            await asyncio.Event().wait()
        self.returncode = int(code)
        self._line.close()


class Asking:
    """Lets a part ask for runs, each a process that it can wait for."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    async def start(self, environment: Mapping[str, str]) -> RunProcess:
        """Start a run, which is told what to do by its environment."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._line, [json.dumps(environment).encode()], [theirs.fileno()])
        answers, line = await asyncio.open_connection(sock=ours)
        return RunProcess(int(await answers.readline()), answers, line)


@dataclass(frozen=True, slots=True)
class _Child:
    """A process that was forked; of a run, where its number and its end are told."""

    pid: int
    name: str
    asker: socket.socket | None

    def end(self, how: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, how)  # it cannot be another's number before it is buried

    def bury(self) -> int:
        """Return how it ended, and tell whoever asked for it."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.tell(code)
        if self.asker is not None:
            self.asker.close()
        return code

    def tell(self, number: int) -> None:
        """Tell whoever asked for it a number, if somebody did and is still there."""
        if self.asker is not None:
            with suppress(OSError):
                self.asker.sendall(f"{number}\n".encode())


class Forks:
    """Keeps parts running, and forks the runs that they ask for."""

    def __init__(self, run: Run) -> None:
        self._run, self._parts, self._over = run, dict[str, Part](), ""
        self._line, self._cut = os.pipe()  # cut when this process ends, however it does
        self._asked, asking = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.asking = Asking(asking)
        self._looks = selectors.DefaultSelector()
        self._looks.register(self._asked, selectors.EVENT_READ)

    def keep(self, parts: Mapping[str, Part]) -> Work | None:
        """Keep these parts running until Ctrl+C or SIGTERM, and end them; then return None.

        In each process that is forked it returns too: with the work that it has to do.

        Raises:
            WorkspaceError: if a part ended by itself, once the others are ended too.
        """
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, signal.default_int_handler)
        gc.collect()
        gc.freeze()  # looked through again, all of it would be written to
        self._parts.update(parts)
        own_pid, work = os.getpid(), None
        try:
            with suppress(KeyboardInterrupt):
                work = self._look_after(list(parts))
        finally:
            if os.getpid() == own_pid:
                self._end()
        if self._over:
            raise WorkspaceError(
                f"The {self._over} has ended by itself, so all was ended. What it said last stands "
                "above, or in prefect/server.log: put that right and start again."
            )
        return work

    def _look_after(self, wanted: list[str]) -> Work | None:
        """Return a forked process's work; None once a part has ended by itself."""
        while not self._over:
            while wanted:
                name = wanted.pop(0)
                if self._fork(name):
                    return self._parts[name].work
            for key, _ in self._looks.select():
                if key.data is None:
                    environment, asker = self._next_run()
                    if self._fork("run", asker):
                        return partial(self._run, environment)
                else:
                    wanted += self._ended(key.data, key.fd)
        return None

    def _next_run(self) -> tuple[Mapping[str, str], socket.socket]:
        """Return the environment of a run that is asked for, and where to tell of it."""
        asked, numbers, _, _ = socket.recv_fds(self._asked, LONGEST, 1)
        return json.loads(asked), socket.socket(fileno=numbers[0])

    def _fork(self, name: str, asker: socket.socket | None = None) -> bool:
        """Fork a process; return True in it, False here."""
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            self._become(name)
            return True
        child = _Child(pid, name, asker)
        self._looks.register(os.pidfd_open(pid), selectors.EVENT_READ, child)
        child.tell(pid)
        return False

    def _ended(self, child: _Child, fd: int) -> list[str]:
        """Take note that a process ended; return the part that is to be started again, if any."""
        code = self._bury(child, fd)
        if child.asker is not None:
            return []
        if self._parts[child.name].comes_back and code <= 0:
            time.sleep(PAUSE)
            return [child.name]
        self._over = self._over or child.name
        return []

    def _bury(self, child: _Child, fd: int) -> int:
        self._looks.unregister(fd)
        os.close(fd)
        return child.bury()

    def _children(self) -> Iterator[tuple[_Child, int]]:
        for key in list(self._looks.get_map().values()):
            if key.data is not None:
                yield key.data, key.fd

    def _become(self, name: str) -> None:
        """Be a process of its own: let go of what is not its, and end when this one has."""
        os.setsid()  # Ctrl+C is for whoever forked it, who ends it in good order
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(self._cut)
        for child, fd in self._children():
            os.close(fd)
            if child.asker is not None:
                child.asker.close()
        self._looks.close()
        self._asked.close()
        for other, part in self._parts.items():
            for held in part.sockets if other != name else ():
                held.close()
        with suppress(OSError):
            NAME.write_text(f"audits-{name}", encoding="ascii")
        if name in self._parts:
            threading.Thread(target=end_when_cut, args=(self._line,), daemon=True).start()

    def _end(self) -> None:
        """End all that still run: at first in good order, by force what takes too long.

        What comes back is what the others stand on, and ends after them.
        """
        self._looks.unregister(self._asked)
        until = time.monotonic() + LAST_ORDERS
        try:
            self._end_parts(until, is_last=False)
            self._end_parts(until, is_last=True)
        finally:  # somebody who presses Ctrl+C again does not want to wait
            for child, fd in self._children():
                child.end(signal.SIGKILL)
                self._bury(child, fd)

    def _end_parts(self, until: float, *, is_last: bool) -> None:
        """End some of the parts in good order; a run is ended by whoever asked for it."""
        for child in self._running(is_last):
            child.end(signal.SIGTERM)
        while self._running(is_last) and (left := until - time.monotonic()) > 0:
            for key, _ in self._looks.select(left):
                self._bury(key.data, key.fd)

    def _running(self, is_last: bool) -> list[_Child]:
        parts = [child for child, _ in self._children() if child.asker is None]
        return [child for child in parts if self._parts[child.name].comes_back == is_last]


def end_when_cut(line: int) -> None:
    """End this process when a line to its parent is cut, whatever cut it; by force in the end.

    While Prefect's server makes its database it hears no signal, and whoever starts the schedule
    again waits for its ports.
    """
    os.read(line, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHANED)
    os.kill(os.getpid(), signal.SIGKILL)
