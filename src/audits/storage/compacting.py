"""Write a database anew, so that its files hold its rows alone and nothing that was taken out."""

from typing import Any

from sqlalchemy import Engine
from sqlmodel import SQLModel

from audits.domain.errors import BusyError


BUSY = (
    "The database is being read all the time, so that what was taken out could not be wiped from "
    "its file. Do it again in a minute: it goes on from here."
)


def compact(engine: Engine) -> None:
    """Write the database anew.

    SQLite: the file, and the log beside it is emptied. PostgreSQL: each table (``VACUUM FULL``);
    its write-ahead log is the server's own, and is reused as it is set up to be.

    Raises:
        BusyError: if others use it all the time.
    """
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            _compact_file(connection.driver_connection)
        else:
            _compact_tables(connection.driver_connection)
    finally:
        connection.close()


def _compact_file(database: Any) -> None:
    import sqlite3

    try:
        database.execute("VACUUM")
        is_busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BusyError(BUSY) from error
        raise
    if is_busy:
        raise BusyError(BUSY)


def _compact_tables(database: Any) -> None:
    from psycopg.errors import LockNotAvailable

    from . import every_table  # noqa: F401 -- to know them all

    database.autocommit = True
    try:
        database.execute("SET lock_timeout = '10s'")
        for table in SQLModel.metadata.sorted_tables:
            database.execute(f'VACUUM FULL "{table.name}"')
    except LockNotAvailable as error:
        raise BusyError(BUSY) from error
