"""Databases that are ready: the migrations run once in a process, and each test has a copy."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from audits.storage import open_database


@cache
def ready_database() -> bytes:
    """Return a SQLite database in its present shape, as the migrations make it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audits.db"
        open_database(f"sqlite:///{path}").dispose()
        with closing(sqlite3.connect(path)) as connection:
            return connection.serialize()


def put_ready_database(path: Path) -> None:
    """Put a database where there is none; running every migration takes half a second each time."""
    path.write_bytes(ready_database())
