"""Databases that are ready: the migrations run once in a process, and each test has a copy."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from audits.storage import open_database


# What Prefect's server does with a folder that it has not seen before.
FIRST_START = """import asyncio
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())"""


@cache
def ready_database() -> bytes:
    """Return a SQLite database in its present shape, as the migrations make it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audits.db"
        open_database(f"sqlite:///{path}").dispose()
        return _contents(path)


def ready_prefect_database() -> bytes:
    """Return the database that Prefect's server makes at its first start, in seconds."""
    with TemporaryDirectory() as folder:
        env = {**os.environ, "PREFECT_HOME": folder}
        subprocess.run([sys.executable, "-c", FIRST_START], env=env, check=True)
        return _contents(Path(folder) / "prefect.db")


def put_prefect_database(folder: Path, database: bytes) -> None:
    """Put a database that Prefect's server made before into a folder that it has not seen yet."""
    folder.mkdir(mode=0o700)
    (folder / "prefect.db").write_bytes(database)


def _contents(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()


def put_ready_database(path: Path) -> None:
    """Put a database where there is none; running every migration takes half a second each time."""
    path.write_bytes(ready_database())
