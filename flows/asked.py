"""Ticks that somebody asked for at a page: started at once, however many processes there are.

A page writes into our database that it wants one, and knows no more. What is asked for while
nothing is served, or just before a kill, stands there when the schedule is started again.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from audits.workspace import Workspace


Asked = tuple[str, str]  # of which board, and what
EVERY = 1.0  # seconds between two looks into our database
AGAIN = timedelta(minutes=1)  # after which a run that never started is made again


class AskedFor:
    """Starts what is asked for while the schedule is served; a context manager around that.

    ``wake`` is called once runs are made, so that whoever starts them looks at once.
    """

    def __init__(self, workspaces: Sequence[Workspace], wake: Callable[[], object] = bool) -> None:
        self._workspaces, self._wake = workspaces, wake
        self._made: dict[Asked, tuple[datetime, datetime]] = {}  # asked for when, run made when
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._is_over.set()

    def _look_on(self) -> None:
        while not self._is_over.wait(EVERY):
            # Either database may be away for a while, and so may the server: it is asked for again
            # a second later, until a run has started.
            for workspace in self._workspaces:
                with suppress(Exception):
                    self._start(self._wanted(workspace), workspace)

    def _wanted(self, workspace: Workspace) -> dict[str, datetime]:
        """Return what is asked for and has no run made for it lately, and when it was."""
        now = workspace.clock()
        wanted = {}
        for name, asked_at in workspace.ticks.asked().items():
            made_for, made_at = self._made.get((workspace.board, name), (None, now))
            if made_for != asked_at or now - made_at > AGAIN:
                wanted[name] = asked_at
        return wanted

    def _start(self, wanted: dict[str, datetime], workspace: Workspace) -> None:
        if not wanted:
            return
        with get_client(sync_client=True) as client:
            for name, asked_at in wanted.items():
                if start_tick(name, client, workspace.board):
                    self._made[workspace.board, name] = (asked_at, workspace.clock())
        self._wake()


def start_tick(name: str, client: SyncPrefectClient, board: str = "") -> bool:
    """Make a run of a tick that starts at once; tell whether its deployment stands already.

    With ``board`` it is a run for that one of several alone.
    """
    try:
        deployment = client.read_deployment_by_name(f"{name}/tick")
    except ObjectNotFound:
        return False
    parameters = {"board": board} if board else {}
    client.create_flow_run_from_deployment(deployment.id, parameters=parameters)
    return True
