"""Open a database and bring it to the present shape: SQLite as it comes, PostgreSQL by URL."""

import sqlite3
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from audits.domain.errors import BusyError, WorkspaceError
from audits.domain.remedies import Remedy, Verb

from .collisions import BUSY_SECONDS, check_collision, explain_collision
from .full_disk import cannot_keep, is_full_or_shut, is_read_only


OLDEST = (14,)  # of PostgreSQL; those before get no repairs any more
MIGRATIONS = Path(__file__).parent / "migrations"
SYNCHRONOUS = {True: "FULL", False: "OFF"}
WRITERS_LOCK = 2_016_0109  # any number, the same everywhere: PostgreSQL's advisory lock of writers
WAIT = "SELECT set_config('lock_timeout', :wait, true)"
# Whoever has the writers' lock meets another at a row only where somebody edits it by hand: they
# wait for less, for all other writers wait behind them.
WAIT_FOR_WRITERS = (
    f"{WAIT}, pg_advisory_xact_lock({WRITERS_LOCK}), set_config('lock_timeout', :for_row, true)"
)
ONE_AT_A_TIME = Lock()  # Alembic keeps what it is at in one place for all threads
ROW_SHARE = 6  # of how long they wait for the writers' lock
READS_ONLY = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}


def open_database(
    url: str,
    *,
    waits_for_disk: bool = True,
    busy_seconds: float = BUSY_SECONDS,
    migrations: Path = MIGRATIONS,
    may_be_older: bool = False,
) -> Engine:
    """Return an engine on the database at this URL; an empty one gets its tables first.

    Without ``waits_for_disk`` a SQLite file may not survive a power cut: for made-up data only.
    A writer waits ``busy_seconds`` for another one, then it is told so.

    Raises:
        WorkspaceError: if it cannot be opened or written to, or its tables are of a newer version
            of the program, or of an older one and that is not what is asked for.
    """
    engine = engine_on(url, "The database", busy_seconds=busy_seconds)
    place = f"The database {engine.url.render_as_string(hide_password=True)}"
    if engine.dialect.name == "sqlite":
        set_up = partial(_set_up_sqlite, waits_for_disk=waits_for_disk, busy_seconds=busy_seconds)
        event.listen(engine, "connect", set_up)
    try:
        if not steps_left(engine, migrations, place) or may_be_older:
            return engine
        if _revision(engine) is not None:
            raise _older(place, engine, migrations)
        upgrade(engine, migrations=migrations)
    except OperationalError as error:
        raise WorkspaceError(
            f"{place} cannot be opened or written to: {error.orig}. "
            "Check that the folder is there and that you may write in it."
        ) from error
    return engine


def engine_on(url: str, called: str, *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Return an engine on a database, whose errors are sentences that begin as it is ``called``.

    The database is not looked at before it is used; a PostgreSQL that is too old is refused then.
    """
    # No pool: a command or a flow run lives seconds, and leaves no connection open behind it.
    # An error does not quote what it was to write: addresses, answers.
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    place = f"{called} {engine.url.render_as_string(hide_password=True)}"
    event.listen(engine, "handle_error", partial(_say_full_disk, place=place), retval=True)
    event.listen(engine, "handle_error", explain_collision)
    event.listen(engine, "handle_error", partial(_say_gone, place=place), retval=True)
    event.listen(engine, "engine_connect", partial(_check_age, place=place))
    event.listen(engine, "begin", partial(_begin, busy_seconds=busy_seconds))
    return engine


def _check_age(connection: Connection, *, place: str) -> None:
    """Refuse a server of a version that nobody keeps safe any more."""
    version = connection.dialect.server_version_info
    if connection.dialect.name == "postgresql" and version and version < OLDEST:
        connection.close()
        raise too_old(place, version)


def too_old(place: str, version: tuple[int, ...]) -> WorkspaceError:
    """Return the error of a server of this version."""
    return WorkspaceError(
        f"{place} is on PostgreSQL {version[0]}, and this program needs {OLDEST[0]} or newer. "
        "Move it to a newer server."
    )


def reading(engine: Engine) -> Engine:
    """Return the same database for reading only: each transaction sees one moment of it."""
    options = READS_ONLY if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(reads_only=True, **options)


def write_if_free(engine: Engine, statement: Any) -> None:
    """Write what is of little account, unless somebody else is writing: then it is not written.

    A page that is only read waits for nobody, however much is being kept at that moment.
    """
    with suppress(BusyError), engine.execution_options(waits_for_nobody=True).begin() as writing:
        writing.execute(statement)


def upgrade(engine: Engine, to: str = "head", *, migrations: Path = MIGRATIONS) -> None:
    """Bring a database up to a revision; the newest unless another is named."""
    _run(engine, migrations, "upgrade", to)


def downgrade(engine: Engine, to: str = "base", *, migrations: Path = MIGRATIONS) -> None:
    """Take a database back to a revision; to nothing unless another is named."""
    _run(engine, migrations, "downgrade", to)


def check_shape(engine: Engine) -> None:
    """Raise if tables and migrations say different things (``alembic check``)."""
    _run(engine, MIGRATIONS, "check")


def steps_left(engine: Engine, migrations: Path = MIGRATIONS, place: str = "") -> list[str]:
    """Return the steps that this database's tables have not had yet, all of them if it is empty.

    Raises:
        WorkspaceError: if they had one that is not among ours.
    """
    revision = _revision(engine)
    ours = _revisions(migrations)
    if revision is None:
        return ours
    if revision not in ours:
        raise WorkspaceError(
            f"{place or 'The database'} was made by another version of this program: its tables "
            f"are at step {revision}, and this version knows the steps up to {ours[-1]}. "
            "Use the version that made it, or a newer one."
        )
    return ours[ours.index(revision) + 1 :]


def _older(place: str, engine: Engine, migrations: Path) -> WorkspaceError:
    return WorkspaceError(
        f"{place} was made by an older version of this program: its tables are at step "
        f"{_revision(engine)}, and this version needs step {_revisions(migrations)[-1]}.",
        remedy=Remedy(Verb.UPGRADE_WORKSPACE),
    )


def _revision(engine: Engine) -> str | None:
    """Return the revision that a database stands at, None for an empty one."""
    with reading(engine).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar()
        return revision


def _revisions(migrations: Path) -> list[str]:
    """Return the revisions there are, the newest last; a migration's file is named by its own."""
    names = sorted(path.name for path in (migrations / "versions").glob("[0-9]*.py"))
    return [name.partition("_")[0] for name in names]


def _run(engine: Engine, migrations: Path, what: str, *how: str) -> None:
    # Loaded only when there is something to migrate: it takes longer than most commands do.
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=StringIO())  # what it says is for those who develop
    config.set_main_option("script_location", str(migrations))
    with ONE_AT_A_TIME, engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # It alters a table by making another in its place, which references must outlive.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            getattr(command, what)(config, *how)


def _set_up_sqlite(
    connection: Any, _record: Any, *, waits_for_disk: bool, busy_seconds: float
) -> None:
    connection.isolation_level = None  # SQLAlchemy says BEGIN, below; the driver must not
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
    cursor.execute("PRAGMA foreign_keys = ON")
    try:
        cursor.execute("PRAGMA journal_mode = WAL")  # who reads and who writes do not wait
    except sqlite3.OperationalError as error:
        check_collision(error)  # of two that make a database at once, the second may be refused
        raise
    # FULL: a committed row survives a power cut.
    cursor.execute(f"PRAGMA synchronous = {SYNCHRONOUS[waits_for_disk]}")
    cursor.close()


def _say_full_disk(context: ExceptionContext, *, place: str) -> Exception | None:
    """Return what is raised in place of a driver's error, at every statement and commit."""
    error = context.original_exception
    if not is_full_or_shut(error) or _is_stray_write(context):
        return None
    return cannot_keep(place, error)


def _say_gone(context: ExceptionContext, *, place: str) -> Exception | None:
    """Return what is raised where a database's server cannot be reached, or went away."""
    error = context.original_exception
    is_unreached = context.connection is None and context.dialect.name == "postgresql"
    if not (is_unreached or context.is_disconnect):
        return None
    reason = str(error).strip().partition("\n")[0]
    return WorkspaceError(
        f"{place} cannot be reached ({reason}). See that its server runs, and do it again."
    )


def _is_stray_write(context: ExceptionContext) -> bool:
    """Tell whether something was written where it is only read: a bug, and not the disk's fault."""
    connection = context.connection
    reads_only = connection is not None and connection.get_execution_options().get("reads_only")
    return bool(reads_only) and is_read_only(context.original_exception)


def _begin(connection: Connection, *, busy_seconds: float) -> None:
    """Begin a transaction: readers wait for nobody, and one writer at a time does its work.

    On both databases alike: what a writer has read stays true until it commits, so that whoever
    comes second sees what the first one did, and a plain check of it is enough.
    """
    options = connection.get_execution_options()
    reads_only = options.get("reads_only", False)
    waits_for_nobody = options.get("waits_for_nobody", False)
    if connection.dialect.name == "sqlite":
        # A deferred transaction that reads and then writes can fail although it waited.
        begin = "BEGIN" if reads_only else "BEGIN IMMEDIATE"
        if waits_for_nobody:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        connection.exec_driver_sql(begin)
        connection.exec_driver_sql(f"PRAGMA query_only = {int(reads_only)}")
    else:
        # Readers wait for no writer, but for whoever changes a table's shape or copies it whole.
        busy_seconds = 0.0 if waits_for_nobody else busy_seconds
        waits = {"wait": _ms(busy_seconds), "for_row": _ms(busy_seconds / ROW_SHARE)}
        is_alone = reads_only or options.get("beside_writers", False)
        statement = WAIT if is_alone else WAIT_FOR_WRITERS
        connection.execute(text(statement), waits)


def _ms(seconds: float) -> str:
    return f"{max(round(seconds * 1000), 1)}ms"  # 0 would be for ever
