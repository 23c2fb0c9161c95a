"""Ten thousand actions: listed, changed and written to a workbook."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

from builders.actions import a_board
from builders.measuring import peak_of
from builders.statements import counted
from openpyxl import Workbook

from audits.domain.action import Rag
from audits.domain.status import ActionStatus
from audits.queries.action_list import ActionFilter
from audits.queries.actions import list_actions
from audits.steps.action_packs.write import COLUMNS, export_list
from audits.steps.actions.change import add_action, update_action
from audits.storage import ActionAgency, ActionRow
from audits.workspace import Workspace


MANY = 10_000
OWNERS = ("police", "health", "social_care", "lscb")
AT = "2017-03-09 17:00:00.000000"
WANTED = ActionFilter(owner="police", overdue=True, rag=Rag.RED, limit=20)


def rows():
    """Return the rows of the list, of one change, of one new action and of the export."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        workspace = a_board(home)
        add_many(workspace)
        plain = PlainSql(home / "audits.db")
        due = date(2017, 6, 30)
        acts = (
            (f"list 20 of {MANY:,} actions, filtered",
             lambda: list_actions(WANTED, workspace=workspace),
             "the same 20 rows by plain sqlite3 (a Django peer: 12 statements, 177 ms)",
             plain.list_twenty),
            ("change an action, with its trail",
             lambda: update_action("A7", workspace=workspace, text="Half way"),
             "the same rows by plain sqlite3 (a Django peer: 691 statements, 338 ms)",
             plain.change),
            ("add an action, with its trail",
             lambda: add_action("Brief the desk", owner="health", due=due, workspace=workspace),
             "the same rows by plain sqlite3", plain.add),
        )  # fmt: skip
        for what, ours, reference, theirs in acts:
            taken, statements = cpu_of(ours)
            name = f"{what}: {statements} statements, processor time"
            yield name, taken, reference, cpu_of(theirs)[0], peak_of(ours)
        yield (
            f"export {MANY:,} actions to .xlsx, processor time",
            cpu_of(lambda: export_list(workspace=workspace), 3)[0],
            "openpyxl writing the same cells, no look and nothing read (a Django peer: 7.1 s)",
            cpu_of(lambda: bare_export(workspace), 3)[0],
            peak_of(lambda: export_list(workspace=workspace)),
        )  # fmt: skip


class PlainSql:
    """The same work in SQL written by hand: what any program on this database would have to do."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._number = 10 * MANY

    def list_twenty(self) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._database)) as connection:
            return connection.execute(
                "SELECT * FROM action WHERE owner = 'police' AND status IN ('proposed', 'open') "
                "AND due < '2017-03-09' ORDER BY due, id LIMIT 20"
            ).fetchall()

    def change(self) -> None:
        with self._written("action updated", "A8") as connection:
            connection.execute("UPDATE action SET updated_at = ? WHERE id = 'A8'", (AT,))
            connection.execute(
                "INSERT INTO action_update (action, at, by, text, reason, minute) "
                "VALUES ('A8', ?, 'x', 'Half way', '', '')", (AT,),
            )  # fmt: skip

    def add(self) -> None:
        self._number += 1
        with self._written("action added", f"B{self._number}") as connection:
            names = [row[1] for row in connection.execute("PRAGMA table_info(action)")]
            wanted = ", ".join(f"'B{self._number}'" if name == "id" else name for name in names)
            connection.execute(f"INSERT INTO action SELECT {wanted} FROM action WHERE id = 'A8'")  # noqa: S608 -- names of columns

    @contextmanager
    def _written(self, verb: str, about: str) -> Iterator[sqlite3.Connection]:
        """Write in one transaction, with an entry in the trail."""
        with closing(sqlite3.connect(self._database, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            seq, last = connection.execute("SELECT max(seq), digest FROM trail").fetchone()
            digest = hashlib.sha256(f"{last}{verb}{about}".encode()).hexdigest()
            connection.execute(
                "INSERT INTO trail (seq, at, actor, verb, about, why, facts, previous, digest, "
                "rows, keyed) VALUES (?, ?, 'x', ?, ?, '', '{}', ?, ?, '{}', false)",
                (seq + 1, AT, verb, about, last, digest),
            )
            connection.execute("COMMIT")


def cpu_of(what: Callable[[], object], runs: int = 7) -> tuple[float, int]:
    """Return the median processor time of a few runs, and how many statements one has."""
    what()
    times = []
    for _ in range(runs):
        started = process_time()
        what()
        times.append(process_time() - started)
    with counted() as statements:
        what()
    return median(times), len(statements)


def add_many(workspace: Workspace, many: int = MANY) -> None:
    """Add actions as they would stand after years: a third closed, some late, some moved."""
    with workspace.open_uow() as uow:
        uow.add_all([an_old_row(n, workspace) for n in range(1, many + 1)])
        shared = range(1, many + 1, 5)
        uow.add_all([ActionAgency(action=f"A{n}", agency="health_north") for n in shared])
        for _ in range(many):
            uow.next_number("action")
        uow.note("actions made up", "bench", actions=many)
        uow.commit()


def an_old_row(number: int, workspace: Workspace) -> ActionRow:
    """Return one of many actions, each different in what filters look at."""
    due = date(2016, 1, 1) + timedelta(days=number % 700)
    is_closed = number % 3 == 0
    gate = {
        "evidence": "Minutes", "completed_at": workspace.clock(), "completed_by": "a lead",
        "impact": "Seen", "closed_at": workspace.clock(), "closed_by": "QEG",
    }  # fmt: skip
    return ActionRow(
        id=f"A{number}",
        title=f"Do thing {number} so that every referrer hears the outcome within a day",
        source="audit",
        owner=OWNERS[number % 4],
        due=due,
        original_due=due,
        status=ActionStatus.CLOSED if is_closed else ActionStatus.OPEN,
        opened_on=date(2016, 1, 1),
        measure="feedback_to_referrer is yes in 18 of the next 20 cases",
        percent_done=number % 100,
        updated_at=workspace.clock() - timedelta(days=number % 60),
        updated_by="a lead",
        **(gate if is_closed else {}),
    )


def bare_export(workspace: Workspace) -> bytes:
    """Write the same cells with openpyxl alone, in its fastest way."""
    if not CELLS:
        records = list_actions(workspace=workspace)
        CELLS.extend(
            [str(getattr(record, name, "") or "") for name in COLUMNS] for record in records
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in CELLS:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


CELLS: list[list[str]] = []
