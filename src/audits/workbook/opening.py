"""A received file's cells, read by a process that may be killed."""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from openpyxl.utils import get_column_letter

from audits.domain.answer import ProblemCode

from .guard import OLE2, Checked, NotReadableError


CHILD = Path(__file__).with_name("child.py")
SIZE = struct.Struct(">Q")
# What Excel encrypts with where nobody chose a password ([MS-OFFCRYPTO] 2.2.3).
EXCELS_OWN = "VelvetSweatshop"
AT_A_TIME = 5  # passwords in one question, which has little time
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """One sheet: its text by row and column, counted from one."""

    title: str = field(repr=False)
    is_visible: bool
    cells: Mapping[tuple[int, int], str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a file holds, as text, and where there is something else."""

    sheets: tuple[SeenSheet, ...]
    formulas: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict, repr=False)


class Ask(Protocol):
    """What answers questions about files; see `child.py` for what may be asked."""

    def __call__(self, data: bytes, **how: object) -> dict[str, Any]:
        """Return what is said of a file, under "died" that whoever opened it did."""
        ...


def cells_in(checked: Checked, ask: Ask) -> Seen:
    """Return what a file holds; what one library cannot read, another may.

    Raises:
        NotReadableError: if neither can.
    """
    closer = not checked.values_only
    for how in ("calamine", "openpyxl") if closer else ("calamine",):
        said = ask(checked.data, how=how, closer=closer)
        if "died" not in said:
            return _seen(said)
    is_busy = said["died"] == "killed"
    raise NotReadableError(ProblemCode.TOO_BUSY if is_busy else ProblemCode.DAMAGED)


def without_password(data: bytes, ask: Ask, passwords: Iterable[str]) -> bytes:
    """Return an old or encrypted file so that it can be read; others as they are.

    Raises:
        NotReadableError: if it has a password that is none of those given.
    """
    if not data.startswith(OLE2):
        return data
    trying = iter((EXCELS_OWN, *passwords))
    while some := list(islice(trying, AT_A_TIME)):
        said = ask(data, how="unlock", passwords=some)
        if not said.get("locked"):
            return data  # damaged, perhaps: `check_file` says what it is
        if said["data"]:
            return b64decode(said["data"])
    raise NotReadableError(ProblemCode.PASSWORD)


def name_of(row: int, column: int) -> str:
    """Return a cell's name, as ``B4``."""
    return f"{get_column_letter(column)}{row}"


class Reader:
    """A process that opens received files, started when first asked; may be used by threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, data: bytes, **how: object) -> dict[str, Any]:
        """Return what is said of a file, under "died" that whoever opened it did."""
        asked = json.dumps({**how, "size": len(data)})
        with self._turn:
            said = self._ask(asked.encode() + b"\n" + data)
        answer: dict[str, Any] = json.loads(said)
        return answer

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None

    def _ask(self, request: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 -- pipes
        with suppress(BrokenPipeError):
            process.stdin.write(request)
            process.stdin.flush()
        head = process.stdout.read(SIZE.size)
        if len(head) == SIZE.size:
            return process.stdout.read(*SIZE.unpack(head))
        self._end()  # somebody killed it: the machine, where memory is short
        return b'{"died": "killed"}'

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process; it has no environment and no shell."""
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            command = [sys.executable, "-I", str(CHILD)]
            quiet = {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
            self._process = subprocess.Popen(  # noqa: S603 -- our own script
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=quiet,
            )  # fmt: skip
        return self._process


@cache
def shared_reader() -> Reader:
    """Return the one reader of this process, which ends with it."""
    reader = Reader()
    atexit.register(reader.close)
    return reader


# A fork has pipes to the same reader, and would mix its questions with ours.
os.register_at_fork(after_in_child=shared_reader.cache_clear)


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
