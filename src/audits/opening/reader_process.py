"""The process that opens files: one that waits, and a copy of it for each file.

`reader_client.Reader` starts it. It answers requests on standard input: a line of JSON, {"run":
"module:function", "limits": {...}, "size": bytes, "asked": {...}}, and the file.
The function is called as ``function(data, asked)`` in a fork that has given up files, sockets, time
and memory; whatever happens to it, the next file starts from the same untouched process. A function
returns bytes, or what JSON can say.

The answer is one byte, the length of the rest in eight bytes, and the rest: what the function
returned; or why it refused the file; or, if it died, nothing.

Modules are imported here, once, since a fork can open no file, and nothing of them is called here:
polars, for one, starts threads when it is first used, and threads do not outlive a fork.
"""

import codecs
import contextlib
import gc
import json
import math
import os
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypedDict

from audits.domain.errors import UserError

from .guard import NotReadableError


ANSWERED, REFUSED, SAID, KILLED, FAILED = b"+", b"-", b"!", b"K", b"F"
HEAD = struct.Struct(">cQ")
MEGABYTE = 1024 * 1024
PIECE = MEGABYTE
TOO_MUCH = 3  # the exit code of a fork that ran out of memory
# A fork can open no file, and so import no codec: those that office programs write.
CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "latin-1",
    "cp437", "cp850", "cp1250", "cp1252", "iso8859-15", "mac-roman",
)  # fmt: skip
Function = Callable[[bytes, Any], Any]


class Limits(TypedDict):
    """What a fork may take: seconds of its processor and by the clock, and megabytes."""

    seconds: float
    patience: float
    memory: int
    answer: int


class Request(TypedDict):
    """A function, as ``module:function``, to be run on a file of so many bytes."""

    run: str
    limits: Limits
    size: int
    asked: dict[str, Any]  # what the function itself asks for


def serve() -> None:
    """Answer requests until there are no more."""
    gc.disable()
    for name in CODECS:
        codecs.lookup(name)
    while line := sys.stdin.buffer.readline():
        request: Request = json.loads(line)
        data = sys.stdin.buffer.read(request["size"])
        module_of(request["run"])  # before the fork: once, and for all files to come
        gc.freeze()  # a fork that collects garbage copies every page it looks at
        for piece in read_apart(data, request):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def function_of(run: str) -> Function:
    """Return the function that a request names, its module's ``prepare`` called, if it has any.

    That is called in the fork, before it gives up files: it starts what a library needs running.
    """
    module = module_of(run)
    if hasattr(module, "prepare"):
        module.prepare()
    function: Function = getattr(module, run.partition(":")[2])
    return function


def module_of(run: str) -> ModuleType:
    """Return the module of the function that a request names."""
    return import_module(run.partition(":")[0])


def read_apart(data: bytes, request: Request) -> list[bytes]:
    """Return what a fork answers about a file, in pieces, or that it died."""
    to_read, to_write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(to_read)
        answer(data, request, to_write)
    os.close(to_write)
    pieces = hear(to_read, request["limits"])
    if pieces is None:
        os.kill(child, signal.SIGKILL)  # not waited for yet, so it is still there
    os.close(to_read)
    _, status = os.waitpid(child, 0)
    if pieces and status == 0:
        size = sum(map(len, pieces)) - 1
        return [HEAD.pack(pieces[0][:1], size), pieces[0][1:], *pieces[1:]]
    is_killed = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == TOO_MUCH
    kind = KILLED if is_killed else FAILED
    return [HEAD.pack(kind, 0)]


def hear(pipe: int, limits: Limits) -> list[bytes] | None:
    """Return all that comes through a pipe, None if it is too much or too late."""
    pieces: list[bytes] = []
    size, until = 0, time.monotonic() + limits["patience"]
    while select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
        piece = os.read(pipe, PIECE)
        if not piece:
            return pieces
        pieces.append(piece)
        size += len(piece)
        if size > limits["answer"] * MEGABYTE:
            return None
    return None


def answer(data: bytes, request: Request, pipe: int) -> None:
    """Run a function on a file in a fork of this process, pass on what it says, and end."""
    status = 1
    try:
        function = function_of(request["run"])
        give_up(request["limits"])
        with os.fdopen(pipe, "wb") as out:
            for piece in reply(function, data, request["asked"]):
                out.write(piece)
        status = 0
    except MemoryError:
        status = TOO_MUCH
    finally:
        os._exit(status)  # whatever was raised, this copy of the process goes no further


def reply(function: Function, data: bytes, asked: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return what a function says of a file: what it holds, or why it is refused."""
    try:
        content = function(data, asked)
    except NotReadableError as error:
        return REFUSED, str(error.problem.code).encode()
    except UserError as error:
        return SAID, str(error).encode()
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return ANSWERED, content


def give_up(limits: Limits) -> None:
    """Give up most of what a process may do: to open anything at all, above all."""
    seconds = limits["seconds"]
    memory = virtual_size() + limits["memory"] * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    whole = math.ceil(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody catches its signal: it ends the process


def virtual_size() -> int:
    """Return how many bytes this process has mapped: libraries map far more than they use."""
    with contextlib.suppress(OSError):  # only Linux tells
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * resource.getpagesize()
    return 512 * MEGABYTE
