"""Open a database and bring it to the present shape: SQLite as it comes, PostgreSQL by URL."""

import sys
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from audits.domain.errors import WorkspaceError

from .full_disk import cannot_keep, is_full_or_shut


MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = {
    True: ("journal_mode = WAL", "synchronous = FULL"),
    False: ("journal_mode = MEMORY", "synchronous = OFF"),
}
BUSY_SECONDS = 30  # how long a writer waits for another before it gives up


def open_database(url: str, *, waits_for_disk: bool = True) -> Engine:
    """Return an engine on the database at this URL, its tables brought up to date.

    Without ``waits_for_disk`` a SQLite file may not survive a power cut: for made-up data only.

    Raises:
        WorkspaceError: if it cannot be opened or written to.
    """
    # No pool: a command or a flow run lives seconds, and leaves no connection open behind it.
    # An error does not quote what it was to write: addresses, answers.
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    place = f"The database {engine.url.render_as_string(hide_password=True)}"
    event.listen(engine, "handle_error", partial(_say_full_disk, place=place), retval=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_set_up_sqlite, waits_for_disk=waits_for_disk))
        event.listen(engine, "begin", _begin_immediate)
    try:
        if _revision(engine) != _newest():
            upgrade(engine)
    except OperationalError as error:
        raise WorkspaceError(
            f"{place} cannot be opened or written to: {error.orig}. "
            "Check that the folder is there and that you may write in it."
        ) from error
    return engine


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring a database up to a revision; the newest unless another is named."""
    _run(engine, "upgrade", to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take a database back to a revision; to nothing unless another is named."""
    _run(engine, "downgrade", to)


def check_shape(engine: Engine) -> None:
    """Raise if tables and migrations say different things (``alembic check``)."""
    _run(engine, "check")


def _revision(engine: Engine) -> str | None:
    """Return the revision that a database stands at, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
        return found


def _newest() -> str:
    """Return the newest revision there is: migrations are numbered, and named by their number."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]


def _run(engine: Engine, what: str, *how: str) -> None:
    # Loaded only when there is something to migrate: it takes longer than most commands do.
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # as it is now, not as it was when alembic was imported
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # It alters a table by making another in its place, which references must outlive.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            getattr(command, what)(config, *how)


def _set_up_sqlite(connection: Any, _record: Any, *, waits_for_disk: bool) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, below; the driver must not
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    # WAL and FULL: a committed row survives a power cut.
    for pragma in PRAGMAS[waits_for_disk]:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _say_full_disk(context: ExceptionContext, *, place: str) -> Exception | None:
    """Return what is raised in place of a driver's error, at every statement and commit."""
    error = context.original_exception
    return cannot_keep(place, error) if is_full_or_shut(error) else None


def _begin_immediate(connection: Any) -> None:
    # A deferred transaction that reads and then writes can fail although it waited.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
