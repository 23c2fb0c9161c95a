"""Where a vault lies: in a SQLite file, or in a PostgreSQL database of its own."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from audits.domain.errors import WorkspaceError

from .collisions import BUSY_SECONDS, check_collision
from .database import engine_on, reading
from .full_disk import cannot_keep, is_full_or_shut


SEALED = """
CREATE TABLE IF NOT EXISTS sealed (
    kind TEXT NOT NULL, name TEXT NOT NULL, content {bytes} NOT NULL, PRIMARY KEY (kind, name)
)
"""
LOOK = """
CREATE TABLE IF NOT EXISTS look (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, why TEXT NOT NULL, digest TEXT NOT NULL DEFAULT ''
)
"""
ADD_DIGEST = "ALTER TABLE look ADD COLUMN digest TEXT NOT NULL DEFAULT ''"
TABLES = {"sealed": "kind, name, content", "look": "seq, at, actor, kind, name, why, digest"}
PUT = (
    "INSERT INTO sealed VALUES (?, ?, ?)"
    " ON CONFLICT (kind, name) DO UPDATE SET content = excluded.content"
)
WRITERS_LOCK = 2_016_0110  # any number, the same everywhere


def holds_something(path: Path) -> bool:
    """Tell whether there is a file with anything in it: an empty one is as good as lost."""
    return path.exists() and path.stat().st_size > 0


class OpenVault(Protocol):
    """A vault that is open: a transaction that is kept unless it fails."""

    def execute(self, query: str, values: Sequence[object] = ()) -> Any:
        """Run a statement with ``?`` for each value, and return its rows."""
        ...

    def write_alone(self) -> None:
        """Let nobody else write until the end: what is read from here on stays so."""
        ...


class VaultPlace(Protocol):
    """Where a vault lies."""

    @property
    def called(self) -> str:
        """Return what a sentence calls it."""
        ...

    def is_there(self) -> bool:
        """Tell whether a vault was ever made here."""
        ...

    def prepare(self) -> None:
        """Make the vault's tables where there are none."""
        ...

    def open(self) -> AbstractContextManager[OpenVault]:
        """Yield the vault open, in one transaction.

        Raises:
            WorkspaceError: if it is not there, or cannot be read or written.
            BusyError: if somebody else has been writing for too long.
        """
        ...

    def copy_to(self, path: Path) -> None:
        """Write a copy of the vault as it is now, sealed as it is, into a SQLite file."""
        ...


class VaultFile:
    """A vault in a SQLite file."""

    def __init__(
        self, path: Path, *, waits_for_disk: bool = True, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._sync = "FULL" if waits_for_disk else "OFF"
        self.called = f"The vault {path}"

    def is_there(self) -> bool:
        """Tell whether a vault was ever made here."""
        return holds_something(self._path)

    def prepare(self) -> None:
        """Make the tables, or give those of an earlier version the column for digests."""
        with self._opened("rwc") as vault:
            vault.execute(SEALED.format(bytes="BLOB"))
            vault.execute(LOOK)
            if not _has_digests(vault):
                vault.write_alone()
                if not _has_digests(vault):  # another process may have been first
                    vault.execute(ADD_DIGEST)

    def open(self) -> AbstractContextManager[OpenVault]:
        """Yield the vault open, in one transaction; one that is lost is never made anew unseen."""
        return self._opened("rw")

    def copy_to(self, path: Path) -> None:
        """Write a copy of the vault as it is now, sealed as it is, into a SQLite file."""
        path.unlink(missing_ok=True)
        with self._connected("rw") as database, closing(sqlite3.connect(path)) as copy:
            database.backup(copy)

    @contextmanager
    def _opened(self, mode: str) -> Iterator[OpenVault]:
        with self._connected(mode) as database, database:
            database.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no trace
            database.execute(f"PRAGMA synchronous = {self._sync}")
            yield _OpenFile(database)

    @contextmanager
    def _connected(self, mode: str) -> Iterator[sqlite3.Connection]:
        place = f"{self._path.absolute().as_uri()}?mode={mode}"
        try:
            with closing(sqlite3.connect(place, timeout=self._busy_seconds, uri=True)) as database:
                yield database
        except sqlite3.Error as error:
            check_collision(error)
            if is_full_or_shut(error):
                raise cannot_keep(self.called, error) from error
            raise WorkspaceError(
                f"{self.called} cannot be opened: {error}. "
                "Restore it, or see that you may write there."
            ) from error


class _OpenFile:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def execute(self, query: str, values: Sequence[object] = ()) -> Any:
        return self._database.execute(query, values)

    def write_alone(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")


def _has_digests(vault: OpenVault) -> bool:
    return "digest" in {row[1] for row in vault.execute("PRAGMA table_info(look)")}


class VaultServer:
    """A vault in a PostgreSQL database of its own."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = engine_on(url, "The vault").execution_options(beside_writers=True)
        self.called = f"The vault {self._engine.url.render_as_string(hide_password=True)}"

    def is_there(self) -> bool:
        """Tell whether a vault was ever made here."""
        with self.open() as vault:
            return _has_table(vault)

    def prepare(self) -> None:
        """Make the tables where there are none."""
        if self.is_there():
            return
        with self.open() as vault:
            vault.write_alone()
            vault.execute(SEALED.format(bytes="BYTEA"))
            vault.execute(LOOK)

    @contextmanager
    def open(self) -> Iterator[OpenVault]:
        """Yield the vault open, in one transaction."""
        with self._engine.begin() as connection:
            yield _OpenServer(connection)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the vault as it is now, sealed as it is, into a SQLite file."""
        path.unlink(missing_ok=True)
        VaultFile(path).prepare()
        with (
            reading(self._engine).connect() as now,
            closing(sqlite3.connect(path)) as database,
            database,
        ):
            for table, columns in TABLES.items():
                _copy_rows(table, columns, _OpenServer(now), _OpenFile(database))

    def fill_from(self, path: Path) -> None:
        """Fill an empty vault from a copy.

        Raises:
            WorkspaceError: if it cannot be reached, or is not empty.
        """
        self.prepare()
        with closing(sqlite3.connect(path)) as copy, self.open() as vault:
            vault.write_alone()
            if vault.execute("SELECT 1 FROM sealed").fetchone():
                raise WorkspaceError(
                    f"{self.called} is not empty: it may be in use. "
                    "Make an empty database and name it in the settings."
                )
            for table, columns in TABLES.items():
                _copy_rows(table, columns, _OpenFile(copy), vault)

    def empty(self) -> None:
        """Take out everything that was filled in."""
        with self.open() as vault:
            for table in TABLES:
                vault.execute(f"DELETE FROM {table}")  # noqa: S608 -- ours


class _OpenServer:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, query: str, values: Sequence[object] = ()) -> Any:
        return self._connection.exec_driver_sql(query.replace("?", "%s"), tuple(values) or None)

    def write_alone(self) -> None:
        self.execute("SELECT pg_advisory_xact_lock(?)", (WRITERS_LOCK,))


def _has_table(vault: OpenVault) -> bool:
    return vault.execute("SELECT to_regclass('sealed')").fetchone()[0] is not None


def _copy_rows(table: str, columns: str, source: OpenVault, target: OpenVault) -> None:
    places = ", ".join("?" * len(columns.split(", ")))
    inserting = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 -- ours
    for row in source.execute(f"SELECT {columns} FROM {table}"):  # noqa: S608 -- ours
        target.execute(inserting, tuple(row))
