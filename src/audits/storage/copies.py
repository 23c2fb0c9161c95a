"""A copy of a whole database in a SQLite file, and a database filled from such a copy.

A copy is of one moment and holds rows alone: nothing of what was deleted is left in it. It is the
same file whichever database it is made of, so that one can be restored as the other. Files that
are kept in the database are not in it: a backup holds them as files, wherever they are kept.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, select, text
from sqlmodel import SQLModel

from audits.domain.errors import WorkspaceError

from .content_table import put_as_kept
from .database import open_database, reading, upgrade
from .tables_content import ContentRow


ROWS = 2_000  # read and written at once
CONTENT = ContentRow.__tablename__


@contextmanager
def copying(engine: Engine) -> Iterator[Callable[[Path], None]]:
    """Yield what writes a copy of a database as it is now, whoever writes to it meanwhile.

    Call it where nobody writes, and write the copy when writers need wait no longer.
    """
    with reading(engine).connect() as now, now.begin():
        now.execute(text("SELECT version_num FROM alembic_version"))  # from here on it stands still
        if engine.dialect.name == "sqlite":
            yield lambda to: _copy_pages(now, to)
        else:
            yield lambda to: _copy_out(now, to)


def fill_database(url: str, copy: Path, stores: Mapping[str, Path]) -> None:
    """Fill an empty database from a copy, and with the files in the folders of these stores.

    Raises:
        WorkspaceError: if it cannot be reached, or is not empty.
    """
    source = _copy_at(copy)
    upgrade(source)
    target = open_database(url)
    with reading(source).connect() as rows, target.connect() as filled, filled.begin():
        for table in (*_tables(), SQLModel.metadata.tables[CONTENT]):
            if filled.execute(select(func.count()).select_from(table)).scalar():
                raise WorkspaceError(
                    f"The database {target.url.render_as_string(hide_password=True)} is not empty: "
                    "it may be in use. Make an empty one and name it in the settings."
                )
        _copy_rows(_tables(), rows, filled)
        _continue_numbers(filled)
        for store, folder in stores.items():
            for path in sorted(folder.glob("*")):
                put_as_kept(store, path.name, path.read_bytes(), filled)


def _copy_pages(now: Connection, to: Path) -> None:
    """Copy by SQLite's own means, page by page, from what the transaction sees."""
    source: Any = now.connection.driver_connection
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, and no other beside it
        target.execute("VACUUM")  # pages that were given up hold what was deleted


def _copy_out(now: Connection, to: Path) -> None:
    """Copy row by row, into tables of the same step: they may be about to be brought up to date."""
    step = now.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    target = _copy_at(to)
    upgrade(target, step)
    with target.connect() as filled:
        cursor = filled.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")  # rows come table by table
        with filled.begin():
            _copy_rows(_tables_of(filled), now, filled)
    with closing(sqlite3.connect(to)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _copy_at(path: Path) -> Engine:
    return open_database(f"sqlite:///{path}", waits_for_disk=False, may_be_older=True)


def _copy_rows(tables: Sequence[Table], source: Connection, target: Connection) -> None:
    for table in tables:
        rows = source.execution_options(yield_per=ROWS).execute(
            select(table).order_by(*table.primary_key)
        )
        for block in rows.mappings().partitions(ROWS):
            target.execute(insert(table), [dict(row) for row in block])


def _tables_of(database: Connection) -> list[Table]:
    """Return the tables as they are here; a column that the program knows is read by its type."""
    metadata = MetaData()
    metadata.reflect(database)
    known = {table.name: table.columns for table in _tables()}
    tables = []
    for table in metadata.sorted_tables:
        if table.name in {CONTENT, "alembic_version"}:
            continue
        for column in table.columns:
            ours = known.get(table.name)
            if ours is not None and column.name in ours:
                column.type = ours[column.name].type
        tables.append(table)
    return tables


def _continue_numbers(target: Connection) -> None:
    """Let PostgreSQL go on counting after the highest number of each table that counts."""
    if target.dialect.name != "postgresql":
        return
    for table in _tables():
        for column in table.primary_key:
            sequence = target.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            ).scalar()
            highest = select(func.max(column)).scalar_subquery()
            if sequence is not None:
                target.execute(select(func.setval(sequence, func.coalesce(highest, 1))))


def _tables() -> list[Table]:
    from . import every_table  # noqa: F401 -- to know them all

    return [table for table in SQLModel.metadata.sorted_tables if table.name != CONTENT]
