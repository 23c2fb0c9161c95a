"""A received file's cells, read by a process that may be killed."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from audits.domain.answer import ProblemCode

from .guard import Checked, NotReadableError


CHILD = Path(__file__).with_name("child.py")
WALL_SECONDS = 60
LARGEST_ANSWER = 64 * 1024 * 1024
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet: its text by row and column, counted from one."""

    title: str = field(repr=False)
    is_visible: bool
    cells: Mapping[tuple[int, int], str] = field(repr=False)

    def row(self, number: int) -> Iterator[tuple[int, str]]:
        """Yield the columns of a row that hold something."""
        for (row, column), text in self.cells.items():
            if row == number:
                yield column, text


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a file holds, as text, and where there is something else."""

    sheets: tuple[SeenSheet, ...]
    formulas: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict, repr=False)


def cells_in(checked: Checked) -> Seen:
    """Return what a file holds.

    A reader that dies or takes too long is followed by another that reads less of it.

    Raises:
        NotReadableError: if none of them can read it.
    """
    for how in ("values",) if checked.values_only else ("both", "values", "structure"):
        said = _ask_child(checked.data, how)
        if said is not None:
            return _seen(said)
    raise NotReadableError(ProblemCode.DAMAGED)


def name_of(row: int, column: int) -> str:
    """Return a cell's name, as ``B4``."""
    return f"{get_column_letter(column)}{row}"


def _ask_child(data: bytes, how: str) -> dict[str, Any] | None:
    """Return what the child says, None if it died; it has no environment and no shell."""
    command = [sys.executable, "-I", str(CHILD), how]
    quiet = {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(  # noqa: S603 -- our own script, and bytes on its standard input
            command, input=data, capture_output=True, timeout=WALL_SECONDS, env=quiet, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0 or len(done.stdout) > LARGEST_ANSWER:
        return None
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _seen(said: Mapping[str, Any]) -> Seen:
    sheets = tuple(
        SeenSheet(each["title"], each["visible"], {(r, c): text for r, c, text in each["cells"]})
        for each in said["sheets"]
    )
    return Seen(
        sheets,
        frozenset((title, row, column) for title, row, column in said["formulas"]),
        frozenset((title, row, column) for title, row, column in said["errors"]),
        {(title, row, column): text for title, row, column, text in said["comments"]},
    )
