"""A work pool of a Prefect server: what is deployed to it, and workers on any machine that run it.

A flow is named by where it lies in the installed program: no code is fetched, and no command of
anybody else is run. Whether a run does a tick is decided by the lease in our database, so that it
does not matter what the server believes, or that two workers took the same run.
"""

import asyncio
import platform
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from signal import SIGINT, SIGTERM, default_int_handler, raise_signal, signal
from types import TracebackType
from typing import Any, Self

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from audits.domain.errors import WorkspaceError
from audits.workspace import Workspace

from .asked import AskedFor
from .deployments import AT_ONCE, deployments
from .left_over import mark_left_behind


PROCESS = "process"  # the kind of pool whose workers start a process a run
FIRST_PAUSE, LONGEST_PAUSE = 1, 30  # seconds before a worker that ended is started again
LOOKS_BACK = 60.0  # seconds between two looks for runs that nobody is at


def deploy_to(pool: str, workspaces: Sequence[Workspace]) -> int:
    """Deploy everything to a pool, which is made where it is not there; return how many that are.

    Done again it changes what is other by now, and doubles nothing.

    Raises:
        WorkspaceError: if the server is not there, or the pool is for other workers.
    """
    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            raise WorkspaceError(
                f"The Prefect server {client.api_url} cannot be reached. See that it runs, and do "
                "it again."
            )
        _make_pool(pool, client)
    made = deployments(workspaces, pool)
    for deployment in made:
        deployment.apply()
    return len(made)


def _make_pool(pool: str, client: SyncPrefectClient) -> None:
    template = ProcessWorker.get_default_base_job_template()
    with suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type=PROCESS, base_job_template=template))
    kind = client.read_work_pool(pool).type
    if kind != PROCESS:
        raise WorkspaceError(
            f"The work pool {pool} is for workers of the kind {kind}. Name another pool."
        )


def work_in(pool: str, workspaces: Sequence[Workspace], tell: Callable[[str], None]) -> None:
    """Run what is due in a pool until stopped.

    A server or a database that is away is waited for: the worker is started again, and goes on.
    """
    signal(SIGINT, default_int_handler)
    signal(SIGTERM, _as_if_ctrl_c)
    with AskedFor(workspaces), _LooksBack(workspaces), suppress(KeyboardInterrupt):
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            fault = _run_worker(pool, workspaces[0].process)
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            tell(f"The worker stopped ({fault}) and is started again in {pause} s.")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _run_worker(pool: str, process: str) -> str:
    """Run a worker until it ends by itself; return why that was."""
    worker = ProcessWorker(
        work_pool_name=pool,
        name=f"{platform.node()}-{process.rpartition('/')[2]}",
        limit=AT_ONCE,
        create_pool_if_not_found=False,
    )
    try:
        asyncio.run(worker.start(printer=_say_nothing))
    except Exception as error:  # noqa: BLE001 -- whatever it was: a worker outlives its server
        return type(error).__name__
    return "it ended"


def _as_if_ctrl_c(*_args: Any) -> None:
    raise_signal(SIGINT)


def _say_nothing(*_args: object) -> None:
    """Take what a worker says of itself."""


class _LooksBack:
    """Marks runs that nobody is at, while a worker runs; a context manager around that."""

    def __init__(self, workspaces: Sequence[Workspace]) -> None:
        self._workspaces = workspaces
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
        # Of a run that has just begun, nobody may have written down yet that they are at it.
        length = self._workspaces[0].ticks.length * 2
        while True:
            # Either server may be away: with the next look.
            with suppress(Exception):
                mark_left_behind(self._workspaces, for_at_least=length)
            if self._is_over.wait(LOOKS_BACK):
                return
