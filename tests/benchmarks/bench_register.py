"""A register from its file to a draw, against the parts of that which nobody can avoid.

Unavoidable are: reading the file (polars for CSV, calamine for a workbook), one HMAC-SHA256 a unit,
and writing each unit to a database once.
"""

import hmac
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import polars
from builders.large import WORKBOOK, large_csv, large_workbook
from builders.measuring import peak_of
from builders.workspace import FIVE, KIND, workspace_of
from python_calamine import CalamineWorkbook

from audits.register import Source
from audits.settings import init_workspace
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.workspace import Workspace


MILLION = 1_000_000
REF = "MASH-2017-W10"
KEY = b"k" * 32


def load_and_draw(source: Source, workspace: Workspace) -> None:
    """Load a register, freeze the frame and draw ten."""
    load_register([source], name="mash_contacts", workspace=workspace)
    open_cycle(KIND, date(2017, 3, 9), workspace=workspace)
    draw_sample(REF, workspace=workspace)


def new_workspace(folder: str) -> Workspace:
    """Return the parts of a new workspace."""
    init_workspace(Path(folder))
    return workspace_of(Path(folder), FIVE)


def anew(source: Source) -> None:
    """Load and draw in a workspace of its own."""
    with tempfile.TemporaryDirectory() as folder:
        load_and_draw(source, new_workspace(folder))


def seconds_of(what: Callable[[], object]) -> float:
    """Return how long one run takes; these are long enough to need no second."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def hash_and_insert(units: int) -> None:
    """Hash each unit once, and write it once to a database, under its hash."""
    hashes = [hmac.digest(KEY, str(n).encode(), "sha256").hex() for n in range(units)]
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "units.db")
        with closing(database), database:
            database.execute(
                "CREATE TABLE unit (hash TEXT PRIMARY KEY, stratum TEXT, family TEXT, child TEXT)"
            )
            rows = ((each, "Early help", each, each) for each in hashes)
            database.executemany("INSERT INTO unit VALUES (?, ?, ?, ?)", rows)


def read_csv(data: bytes) -> object:
    """Read a CSV with polars, every cell as text."""
    return polars.read_csv(BytesIO(data), infer_schema=False)


def read_workbook(data: bytes) -> object:
    """Read a workbook with calamine."""
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def rows() -> Iterator[tuple[str, float, str, float | None, float | None]]:
    """Yield the rows of registers: a hundred thousand, then a million, in both forms."""
    for count in (100_000, MILLION):
        yield measured(count, Source("contacts.csv", large_csv(count)), "polars", read_csv)
    workbook = Source(WORKBOOK, large_workbook(MILLION))
    yield measured(MILLION, workbook, "calamine", read_workbook)


def measured(
    count: int, source: Source, by: str, read: Callable[[bytes], object]
) -> tuple[str, float, str, float | None, float | None]:
    """Return one row: a register's whole way, and the sum of what it must do."""
    ending = source.name.rpartition(".")[2]
    what = f"load, match, freeze and draw from {count:,} contacts (12 columns, {ending})"
    reference = f"{by} reading it + a HMAC-SHA256 and one insert each"
    theirs = seconds_of(lambda: read(source.data)) + seconds_of(lambda: hash_and_insert(count))
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_workspace(folder)
        ours = seconds_of(lambda: load_and_draw(source, workspace))
    return what, ours, reference, theirs, peak_of(partial(anew, source), start="spawn")
