"""Ticks that somebody asked for at a page: started at once, however many processes there are.

A page writes into our database that it wants one, and knows no more. What is asked for while
nothing is served, or just before a kill, stands there when the schedule is started again.
"""

import threading
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from audits.workspace import Workspace


EVERY = 1.0  # seconds between two looks into our database
AGAIN = timedelta(minutes=1)  # after which a run that never started is made again


class AskedFor:
    """Starts what is asked for while the schedule is served; a context manager around that."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._made: dict[str, tuple[datetime, datetime]] = {}  # asked for when, and run made when
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
            with suppress(Exception):
                self._start(self._wanted())

    def _wanted(self) -> dict[str, datetime]:
        """Return what is asked for and has no run made for it lately, and when it was."""
        now = self._workspace.clock()
        wanted = {}
        for name, asked_at in self._workspace.ticks.asked().items():
            made_for, made_at = self._made.get(name, (None, now))
            if made_for != asked_at or now - made_at > AGAIN:
                wanted[name] = asked_at
        return wanted

    def _start(self, wanted: dict[str, datetime]) -> None:
        if not wanted:
            return
        with get_client(sync_client=True) as client:
            for name, asked_at in wanted.items():
                if start_tick(name, client):
                    self._made[name] = (asked_at, self._workspace.clock())


def start_tick(name: str, client: SyncPrefectClient) -> bool:
    """Make a run of a tick that starts at once; tell whether its deployment stands already."""
    try:
        deployment = client.read_deployment_by_name(f"{name}/tick")
    except ObjectNotFound:
        return False
    client.create_flow_run_from_deployment(deployment.id)
    return True
