"""What pages ask for is done in a process beside the website's, for as long as it serves."""

import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

from audits.domain.holder import has_died_here
from audits.workspace import Workspace


EVERY = 10.0  # seconds between two looks for what somebody left behind
COMMAND = (sys.executable, "-P", "-m", "audits.cli.background_task_process")


class BackgroundWorker:
    """Called, it begins at once what is asked for; a context manager around the serving.

    The process ends when nothing is left to do: files are read in it, and what a large one took of
    memory is given back. One that was killed is followed by another, which goes on.
    """

    def __init__(self, workspaces: Callable[[], Sequence[Workspace]]) -> None:
        self._workspaces = workspaces
        self._is_asked, self._is_over = Event(), Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._working = Thread(target=self._work_on, name="background worker", daemon=True)

    def __call__(self) -> None:
        """Begin what is asked for; return at once."""
        self._is_asked.set()

    def __enter__(self) -> Self:
        self._working.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._is_asked.set()
        if self._process is not None:
            self._process.terminate()
        self._working.join()

    def _work_on(self) -> None:
        for workspace in self._workspaces():
            self._let_go_of_the_dead(workspace)
        while not self._is_over.is_set():
            for workspace in self._workspaces():
                if workspace.background_tasks.is_any_left():
                    self._work(workspace)
            self._is_asked.wait(EVERY)
            self._is_asked.clear()

    def _let_go_of_the_dead(self, workspace: Workspace) -> None:
        """Let go what was held when all of this was killed, so that nobody waits for the leases."""
        for task in workspace.background_tasks.latest():
            if task.holder and has_died_here(task.holder):
                workspace.background_tasks.let_go(task.holder.rpartition("/")[0])

    def _work(self, workspace: Workspace) -> None:
        with subprocess.Popen(  # noqa: S603 -- our own words
            (*COMMAND, workspace.board),
            stdin=subprocess.PIPE,  # cut when this process ends, however it does
            start_new_session=True,
        ) as self._process:
            if self._is_over.is_set():
                self._process.terminate()
            self._process.wait()
        workspace.background_tasks.let_go(f"{platform.node()}/{self._process.pid}")
