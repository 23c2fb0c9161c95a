"""Reading beside writing: eight that read for a quarter of a second each, at once."""

import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep

from builders.actions import a_board

from audits.storage import Agency
from audits.workspace import Workspace


READERS, SECONDS = 8, 0.25


def rows():
    """Return the row of eight readers beside a writer that does not end."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        workspace = a_board(home)
        with workspace.open_uow() as uow:
            uow.count(Agency)  # and so holds the database until the end
            ours = together(lambda: read(workspace))
            theirs = together(lambda: read_plainly(home / "audits.db"))
        yield (
            f"{READERS} readers of {SECONDS} s at once, while somebody writes",
            ours,
            "the same by plain sqlite3, deferred (8 readers one after another: 2 s)",
            theirs,
            None,
        )


def together(what: Callable[[], None]) -> float:
    """Return how long it takes until all readers are done."""
    began = perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        for done in [pool.submit(what) for _ in range(READERS)]:
            done.result()
    return perf_counter() - began


def read(workspace: Workspace) -> None:
    """Hold a view for a while."""
    with workspace.open_view() as view:
        view.count(Agency)
        sleep(SECONDS)


def read_plainly(path: Path) -> None:
    """Hold a plain transaction for a while."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM agency").fetchone()
        sleep(SECONDS)
