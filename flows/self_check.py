"""Whether the server's scheduler works: known within two minutes of the start, or said."""

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from signal import SIGINT, pthread_kill
from types import TracebackType
from typing import Self

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_HOME

from audits.domain.errors import WorkspaceError
from audits.queries.engine.overdue_ticks import overdue_ticks
from audits.workspace import Workspace

from .asked import start_tick
from .ticks import TICKS


LOOKS, EVERY = 22, 5  # one every five seconds, for a little less than two minutes
QUIET = 6  # looks without an error from the server after which it is well
RECORD = re.compile(r"^(?=\d\d:\d\d:\d\d\.\d{3} \| )", re.MULTILINE)
ERROR = re.compile(r"\| (?:ERROR|CRITICAL)\s+\| ")
BUSY = "database is locked"  # two services at once; whoever gave way tries again
WELL = "Checked: the scheduler has made runs of every tick, and the server reports no error."


class SelfCheck:
    """Looks on from the side while the schedule is served; a context manager around that.

    What is overdue is started as soon as its deployment stands. If the scheduler makes no runs the
    serving is ended, and leaving the block says why.
    """

    def __init__(self, workspaces: Sequence[Workspace], tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._overdue = _overdue(workspaces)
        self._log = _Log(PREFECT_HOME.value() / "server.log")
        self._over = threading.Event()
        self._wrong = ""
        self._serving = threading.get_ident()
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
        self._over.set()
        if self._wrong:
            raise WorkspaceError(self._wrong)

    def _look_on(self) -> None:
        wrong = f"The schedule could not be checked; {self._log.path} says why."
        try:
            wrong = self._look()
        finally:
            if wrong and not self._over.is_set():
                self._wrong = wrong
                # As if Ctrl+C were pressed: what waits in the main thread is woken by nothing else.
                pthread_kill(self._serving, SIGINT)

    def _look(self) -> str:
        """Return what is wrong after two minutes; nothing as soon as all is well, or it is over."""
        quiet, unmade = 0, [*TICKS]
        for _ in range(LOOKS):
            if self._over.wait(EVERY):
                return ""
            quiet = 0 if self._log.has_new_error() else quiet + 1
            unmade = self._without_runs(unmade)
            if not unmade and quiet >= QUIET:
                self._tell(WELL)
                return ""
        return _sentence(unmade, self._log.path)

    def _without_runs(self, names: list[str]) -> list[str]:
        """Start what is overdue, and return the ticks that the scheduler has made no run of yet."""
        try:
            with get_client(sync_client=True) as client:
                if client.api_healthcheck() is not None:
                    return names  # it is being started again
                self._start_overdue(client)
                return [name for name in names if not _has_runs(client, name)]
        except PrefectHTTPStatusError:
            return names  # busy; asked again with the next look

    def _start_overdue(self, client: SyncPrefectClient) -> None:
        while self._overdue:
            if not start_tick(self._overdue[0], client):
                return
            self._overdue.pop(0)


def _overdue(workspaces: Sequence[Workspace]) -> list[str]:
    """Return what is overdue in any of them: one run does the work of all boards."""
    names: dict[str, None] = {}
    for workspace in workspaces:
        names.update(dict.fromkeys(overdue_ticks(workspace=workspace)))
    return list(names)


class _Log:
    """A log that is read on from where it stood."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = path.stat().st_size if path.is_file() else 0

    def has_new_error(self) -> bool:
        """Tell whether an error was written since the last look."""
        if not self.path.is_file():
            return False  # of a server that is not ours
        with self.path.open("rb") as log:
            log.seek(self._read)
            new = log.read()
        self._read += len(new)
        records = RECORD.split(new.decode(errors="replace"))
        return any(ERROR.search(record) and BUSY not in record for record in records)


def _has_runs(client: SyncPrefectClient, flow: str) -> bool:
    """Tell whether the scheduler, and not a person, made a run of a flow that is to come."""
    to_come = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    runs = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])),
        flow_run_filter=FlowRunFilter(state=to_come),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=5,
    )
    return any(run.auto_scheduled for run in runs)


def _sentence(unmade: list[str], log: Path) -> str:
    what = f"makes no run of {', '.join(unmade)}" if unmade else "reports errors again and again"
    return (
        f"The schedule does not work: in two minutes its server {what}. {log} says why; put that "
        "right and start again. Installing from requirements.lock gives libraries that work."
    )
