"""Asks the process that opens files, started when first needed; see `reader_process`."""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from audits.domain.answer import ProblemCode
from audits.domain.errors import UserError

from .guard import NotReadableError
from .reader_process import (
    ANSWERED,
    HEAD,
    KILLED,
    MEGABYTE,
    REFUSED,
    SAID,
    Limits,
    Request,
)


SCRIPT = "from audits.opening.reader_process import serve; serve()"
COMMAND = (sys.executable, "-I", "-c", SCRIPT)
# No environment of ours: it may hold secrets.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
PATIENCE = 60.0  # seconds by the clock, for what waits and does not work


@dataclass(frozen=True, slots=True)
class Job:
    """A function that is run on a file in the limited process, and what it may take.

    ``run`` names it as ``module:function``; it is called with the file's bytes and with what was
    asked, and returns what JSON can say, or bytes where ``returns_bytes``. ``seconds`` are of
    processor time, so that a busy machine refuses no file; ``memory`` and ``answer`` are megabytes.
    What is ``per_megabyte`` is added for each megabyte of the file. A `UserError` that the function
    raises is raised again here, as ``refusal``.
    """

    run: str
    seconds: float = 1.2
    memory: int = 1024
    answer: int = 64
    seconds_per_megabyte: float = 0.0
    memory_per_megabyte: int = 0
    answer_per_megabyte: int = 0
    returns_bytes: bool = False
    refusal: type[UserError] = UserError

    def limits(self, size: int) -> Limits:
        """Return what may be taken by a file of so many bytes."""
        megabytes = size / MEGABYTE
        seconds = self.seconds + self.seconds_per_megabyte * megabytes
        return {
            "seconds": seconds,
            "memory": self.memory + int(self.memory_per_megabyte * megabytes),
            "answer": self.answer + int(self.answer_per_megabyte * megabytes),
            "patience": PATIENCE + 4 * seconds,
        }


class ReaderDiedError(Exception):
    """Whoever opened a file died of it; ``took_too_much`` time or memory, or gave up."""

    def __init__(self, *, took_too_much: bool) -> None:
        super().__init__("The process that opened the file died of it.")
        self.took_too_much = took_too_much

    @property
    def refusal(self) -> NotReadableError:
        """Return the refusal of the file."""
        if self.took_too_much:
            return NotReadableError(ProblemCode.TOO_BUSY)
        return NotReadableError(ProblemCode.DAMAGED)


class Ask(Protocol):
    """What runs jobs on files."""

    def __call__(self, job: Job, data: bytes, **asked: object) -> Any:
        """Return what a job says of a file; see `Reader`."""
        ...


class Reader:
    """A process that opens files, started when first asked; may be used by threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, job: Job, data: bytes, **asked: object) -> Any:
        """Return what a job says of a file: bytes, or plain values.

        Raises:
            NotReadableError: if it may not or cannot be read.
            UserError: of the job's own kind, if the job refused it in a sentence.
            ReaderDiedError: if whoever opened it died.
        """
        request: Request = {
            "run": job.run, "limits": job.limits(len(data)),
            "size": len(data), "asked": asked,
        }  # fmt: skip
        with self._turn:
            kind, content = self._ask(json.dumps(request).encode() + b"\n", data)
        if kind == REFUSED:
            raise NotReadableError(ProblemCode(content.decode()))
        if kind == SAID:
            raise job.refusal(content.decode())
        if kind != ANSWERED:
            raise ReaderDiedError(took_too_much=kind == KILLED)
        if job.returns_bytes:
            return content
        return json.loads(content)

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None

    def _ask(self, request: bytes, data: bytes) -> tuple[bytes, bytes]:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 -- pipes
        with suppress(BrokenPipeError):
            process.stdin.write(request)
            process.stdin.write(data)
            process.stdin.flush()
        head = process.stdout.read(HEAD.size)
        if len(head) == HEAD.size:
            kind, size = HEAD.unpack(head)
            return kind, process.stdout.read(size)
        self._end()  # somebody killed it: the machine, where memory is short
        return KILLED, b""

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the process; it has no environment and no shell."""
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own module
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=ENVIRONMENT,
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
