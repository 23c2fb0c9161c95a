"""Many processes that do the same at once, and all that a workspace holds, to be compared."""

import hashlib
import multiprocessing
import os
import re
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from builders import workspace as ws
from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Table,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlmodel import SQLModel

from audits.domain.errors import BusyError, ChannelError, UserError
from audits.storage import every_table as every_table, open_database
from audits.storage.collisions import BUSY
from audits.workspace import Workspace


NOT_COMPARED = ("trail", "tick", "attempt")  # the trail by its verbs, below
# Of key lists and of workbooks that are filled in, which are other files each time.
RANDOM = re.compile(
    r"\b[0-9a-f]{64}\b|\bR-[0-9a-f]{12}\b|\$argon2id\$[^']+"
    r"|\bb'(?:[^'\\]|\\.)+'|\bb\"(?:[^\"\\]|\\.)+\""  # sealed
)
# How often somebody came.
OPENED = re.compile(r"return (claimed|received again|not read)|sign-in refused")
FOLDERS = ("outbox", "inbox", "packs", "papers", "frames", "returns", "registers", "evidence")
SERVER = multiprocessing.get_context("forkserver")
# From a process that has only imported: libraries with threads of their own do not bear a fork.
# What the product loads when it is first needed is loaded here once, not by each of twenty.
SERVER.set_forkserver_preload([
    "builders.every_step", "filelock", "holidays.countries", "matplotlib.figure",
    "matplotlib.backends.backend_svg", "sqlalchemy.dialects.postgresql.psycopg", "psycopg",
])  # fmt: skip


def start_server() -> None:
    """Start the process that the others are forked from, with the tests' own modules loaded."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


@dataclass(frozen=True)
class Ended:
    """How one process ended: with nothing, with a sentence, or with a traceback."""

    sentence: str = ""
    traceback: str = ""


def at_once(home: Path, name: str, given: Any, processes: int) -> list[Ended]:
    """Let processes take one step in a workspace at the same moment, and return their ends."""
    start = SERVER.Barrier(processes)
    return [end for ends in _run(home, name, given, [(start, 1)] * processes) for end in ends]


def one_by_one(home: Path, name: str, given: Any, times: int) -> list[Ended]:
    """Take one step in a workspace so many times, one after another."""
    [ends] = _run(home, name, given, [(SERVER.Barrier(1), times)])
    return ends


def _run(home: Path, name: str, given: Any, how: Sequence[tuple[Any, int]]) -> list[list[Ended]]:
    running = []
    for start, times in how:
        hears, tells = SERVER.Pipe(duplex=False)
        process = SERVER.Process(target=_one, args=(home, name, given, start, times, tells))
        process.start()
        tells.close()  # so that a process that dies is heard of, as the end of what it tells
        running.append((process, hears))
    ends = [_heard(hears) for _, hears in running]
    for process, _ in running:
        process.join()
    return ends


def _one(home: Path, name: str, given: Any, start: Any, times: int, tells: Any) -> None:
    try:
        workspace = ws.workspace_of(home)
    finally:
        start.wait()  # whatever became of it, the others go on
    tells.send([_ended(name, workspace, given) for _ in range(times)])


def _heard(hears: Any) -> list[Ended]:
    try:
        ends: list[Ended] = hears.recv()
    except EOFError:
        return [Ended(traceback="the process died")]
    return ends


def _ended(name: str, workspace: Workspace, given: Any) -> Ended:
    from builders.every_step import TRIALS

    try:
        _take(lambda: TRIALS[name].act(workspace, given))
    except (UserError, ChannelError) as error:
        return Ended(sentence=str(error))
    except Exception:  # noqa: BLE001 -- whatever it is: it is told to the test
        return Ended(traceback=traceback.format_exc())
    return Ended()


def _take(step: Callable[[], object]) -> None:
    """Take a step; again, as it is told to, who waited too long for others on a busy machine."""
    while True:
        try:
            step()
        except BusyError as error:
            if str(error) != BUSY:
                raise
        else:
            return


def held(home: Path) -> dict[str, Counter[str]]:
    """Return all that a workspace holds, without what differs from one run to the next.

    Rows without numbers the database gives out, the trail as what was done to what, files by
    name, and letters by what they say.
    """
    engine = engine_of(ws.workspace_of(home))
    with engine.connect() as connection:
        found = {"trail": _trail(connection)}
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in NOT_COMPARED:
                found[table.name] = _rows(table, connection)
    for folder in FOLDERS:
        found[folder] = Counter(_file(home, path) for path in sorted((home / folder).rglob("*")))
    engine.dispose()
    return found


def engine_of(workspace: Workspace) -> Engine:
    """Return the engine under a workspace's parts."""
    make: Any = workspace.begin_uow
    engine: Engine = make.args[0]
    return engine


def move_to_postgresql(home: Path, url: str) -> None:
    """Let a workspace have its rows in this empty PostgreSQL database from now on."""
    source, target = engine_of(ws.workspace_of(home)), open_database(url)
    with source.connect() as reads, target.begin() as writes:
        for table in SQLModel.metadata.sorted_tables:
            rows = [dict(row) for row in reads.execute(select(table)).mappings()]
            if rows:
                writes.execute(insert(table), rows)
            if "id" in table.c and isinstance(table.c.id.type, Integer):
                _count_on(table, writes)
    source.dispose()
    target.dispose()
    point_to(home, url)


def point_to(home: Path, url: str) -> None:
    """Write into a workspace's settings where its rows are."""
    settings = home / "audits.toml"
    kept = [line for line in settings.read_text().splitlines() if not line.startswith("database")]
    settings.write_text("\n".join([f'database = "{url}"', *kept, ""]))


def empty_database(server: str, name: str) -> str:
    """Make an empty database of a PostgreSQL server, and return its URL."""
    return _new_database(server, name, "")


def copy_database(url: str, name: str) -> str:
    """Make a copy of a PostgreSQL database under a name, and return its URL."""
    of = make_url(url).database
    return _new_database(url, name, f'TEMPLATE "{of}"')


def _new_database(url: str, name: str, like: str) -> str:
    short = f"d{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    server = make_url(url).set(database="postgres")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {short} {like}"))
    engine.dispose()
    return server.set(database=short).render_as_string(hide_password=False)


def _count_on(table: Table, writes: Any) -> None:
    """Let a table's own numbers go on from those it was given."""
    sequence = func.pg_get_serial_sequence(table.name, "id")
    last = select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()
    writes.execute(select(func.setval(sequence, last + 1, False)))


def _trail(connection: Connection) -> Counter[str]:
    table = SQLModel.metadata.tables["trail"]
    rows = connection.execute(select(table.c.verb, table.c.about)).all()
    return Counter(
        f"{verb} {RANDOM.sub('#', about)}" for verb, about in rows if not OPENED.match(verb)
    )


def _rows(table: Table, connection: Connection) -> Counter[str]:
    rows = connection.execute(select(*_columns(table))).all()
    return Counter(RANDOM.sub("#", repr(tuple(row))) for row in rows)


def _columns(table: Table) -> Sequence[Any]:
    """Return a table's columns without numbers that the database gave out."""
    given = [c for c in table.columns if c.primary_key and isinstance(c.type, Integer)]
    own = {c.name for c in given if c.name == "id"}
    to_own = {
        c.name for c in table.columns for key in c.foreign_keys
        if key.column.name == "id" and isinstance(key.column.type, Integer)
    }  # fmt: skip
    return [c for c in table.columns if c.name not in own | to_own]


def _file(home: Path, path: Path) -> str:
    name = str(path.relative_to(home))
    if path.suffix == ".txt" and path.parts[len(home.parts)] == "outbox":
        return f"{name}: {RANDOM.sub('#', path.read_text())}"
    return name if name.startswith(("outbox", "inbox", "papers")) else RANDOM.sub("#", name)
