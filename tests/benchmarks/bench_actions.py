"""Ten thousand actions: listed, changed and written to a workbook."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time

from builders.actions import a_board
from builders.measuring import median_of
from builders.statements import counted
from openpyxl import Workbook

from audits.domain.action import Rag
from audits.domain.status import ActionStatus
from audits.steps.action_books import COLUMNS, export_list
from audits.steps.describe_actions import list_actions
from audits.steps.parts import Parts
from audits.steps.review_actions import ActionFilter, add_action, update_action
from audits.storage import ActionAgency, ActionRow


MANY = 10_000
OWNERS = ("police", "health", "social_care", "lscb")
WANTED = ActionFilter(owner="police", overdue=True, rag=Rag.RED, limit=20)


def rows():
    """Return the rows of the list, of one change and of the export."""
    with tempfile.TemporaryDirectory() as folder:
        parts = a_board(Path(folder) / "home")
        add_many(parts)
        listing, reads = cpu_of(lambda: list_actions(WANTED, parts=parts))
        changing, writes = cpu_of(lambda: update_action("A7", parts=parts, text="Half way"))
        due = date(2017, 6, 30)
        adding, adds = cpu_of(
            lambda: add_action("Brief the desk", owner="health", due=due, parts=parts)
        )
        started = perf_counter()
        book = export_list(parts=parts)
        exporting = perf_counter() - started
        assert len(book) > MANY
        bare = median_of(lambda: bare_export(parts), 1)
    return [
        (f"list 20 of {MANY:,} actions, filtered: {reads} statements, processor time", listing,
         "Django peer: 12 statements", 0.177, None),
        (f"change an action, with its trail: {writes} statements, processor time", changing,
         "Django peer: 691 statements to create one", 0.338, None),
        (f"add an action, with its trail: {adds} statements, processor time", adding,
         "Django peer: 691 statements", 0.338, None),
        (f"export {MANY:,} actions to .xlsx", exporting,
         "openpyxl writing the same cells, nothing read", bare, None),
    ]  # fmt: skip


def cpu_of(what: Callable[[], object]) -> tuple[float, int]:
    """Return the median processor time of a few runs, and how many statements one has."""
    what()
    times = []
    for _ in range(7):
        started = process_time()
        what()
        times.append(process_time() - started)
    with counted() as statements:
        what()
    return sorted(times)[3], len(statements)


def add_many(parts: Parts, many: int = MANY) -> None:
    """Add actions as they would stand after years: a third closed, some late, some moved."""
    with parts.open_uow() as uow:
        uow.add_all([an_old_row(n, parts) for n in range(1, many + 1)])
        shared = range(1, many + 1, 5)
        uow.add_all([ActionAgency(action=f"A{n}", agency="health_north") for n in shared])
        for _ in range(many):
            uow.next_number("action")
        uow.note("actions made up", "bench", actions=many)
        uow.commit()


def an_old_row(number: int, parts: Parts) -> ActionRow:
    """Return one of many actions, each different in what filters look at."""
    due = date(2016, 1, 1) + timedelta(days=number % 700)
    is_closed = number % 3 == 0
    gate = {
        "evidence": "Minutes", "completed_at": parts.clock(), "completed_by": "a lead",
        "impact": "Seen", "closed_at": parts.clock(), "closed_by": "QEG",
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
        updated_at=parts.clock() - timedelta(days=number % 60),
        updated_by="a lead",
        **(gate if is_closed else {}),
    )


def bare_export(parts: Parts) -> bytes:
    """Write the same cells with openpyxl alone, in its fastest way."""
    if not CELLS:
        records = list_actions(parts=parts)
        CELLS.extend([str(record.get(name) or "") for name in COLUMNS] for record in records)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in CELLS:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


CELLS: list[list[str]] = []
