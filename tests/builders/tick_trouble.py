"""What may befall a tick while it works: a locked database, a disk that takes no more."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from audits.storage import TickLeases, TrailKeeper, UnitOfWork, View, open_database
from audits.storage.database import WRITERS_LOCK
from audits.workspace import Workspace


Trouble = Callable[[], AbstractContextManager[Any]]
HOLD = """\
import sys
from sqlalchemy import create_engine, text
engine = create_engine(sys.argv[1], isolation_level="AUTOCOMMIT")
with engine.connect() as connection:
    for each in sys.argv[2:]:
        connection.execute(text(each))
    print("held", flush=True)
    sys.stdin.read()
"""
# As a writer that has stopped in the middle of its work holds it; and somebody who edits by hand.
WRITING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": f"SELECT pg_advisory_lock({WRITERS_LOCK})"}
EDITING = ("BEGIN", "SELECT 1 FROM dispatch WHERE unit = 'police' FOR UPDATE")


class Befallen(TickLeases):
    """Leases whose holders meet with trouble from when they begin until just before they end."""

    def __init__(self, engine: Any, clock: Any, trouble: Trouble, *, lasts: bool = False) -> None:
        super().__init__(engine, clock)
        self._trouble = trouble
        self._lasts = lasts
        self._over = ExitStack()

    def claim_tick(self, name: str, holder: str) -> bool:
        """Take the tick; from then on there is trouble."""
        is_mine = super().claim_tick(name, holder)
        self._over.enter_context(self._trouble())
        return is_mine

    def give_up(self, name: str, holder: str, *, error: str = "") -> bool:
        """Give the tick up, once the trouble is over unless it lasts."""
        if self._lasts:
            with self._over:
                return super().give_up(name, holder, error=error)
        self._over.close()
        return super().give_up(name, holder, error=error)


def befallen(
    workspace: Workspace,
    url: str,
    trouble: Trouble,
    *,
    busy_seconds: float = 30,
    lasts: bool = False,
) -> Workspace:
    """Return the parts of a process that meets with trouble at each tick."""
    engine = open_database(url, busy_seconds=busy_seconds)
    return replace(
        workspace,
        open_view=partial(View, engine, workspace.clock),
        begin_uow=partial(UnitOfWork, engine, workspace.clock, keeper=TrailKeeper(workspace.vault)),
        ticks=Befallen(engine, workspace.clock, trouble, lasts=lasts),
    )


@contextmanager
def held_by_another(url: str, *statements: str) -> Iterator[None]:
    """Let another process hold what its statements lock, until the block is left."""
    command = [sys.executable, "-c", HOLD, url, *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            process.stdin.close()
