"""The process that opens files: one that waits, and a copy of it for each file.

`reader_client.Reader` starts it. It answers requests on standard input: a line of JSON, {"run":
"module:function", "preload": bool, "limits": {...}, "size": bytes, "asked": {...}}, and the file.
The function is called as ``function(data, asked)`` in a fork that has given up files, sockets, time
and memory; whatever happens to it, the next file starts from the same untouched process. A function
returns bytes, or what JSON can say.

The answer is one byte, the length of the rest in eight bytes, and the rest: what the function
returned; or why it refused the file; or, if it died, nothing.

A module that is preloaded is imported here, once. Any other is imported in the fork, before it
gives up files: polars, for one, starts threads when imported, and threads do not outlive a fork.
"""

import contextlib
import encodings.cp437
import encodings.cp1252
import encodings.latin_1
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le  # noqa: F401 -- a fork can open no file, and so import nothing
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
from typing import Any

from audits.domain.errors import UserError

from .guard import NotReadableError


ANSWERED, REFUSED, SAID, KILLED, FAILED = b"+", b"-", b"!", b"K", b"F"
HEAD = struct.Struct(">cQ")
MEGABYTE = 1024 * 1024
PIECE = MEGABYTE
TOO_MUCH = 3  # the exit code of a fork that ran out of memory
Function = Callable[[bytes, Any], Any]


def serve() -> None:
    """Answer requests until there are no more."""
    gc.disable()
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        data = sys.stdin.buffer.read(request["size"])
        if request["preload"]:
            function_of(request["run"])
        gc.freeze()  # a fork that collects garbage copies every page it looks at
        for piece in read_apart(data, request):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def function_of(run: str) -> Function:
    """Return the function that a request names."""
    module, _, name = run.partition(":")
    function: Function = getattr(import_module(module), name)
    return function


def read_apart(data: bytes, request: Any) -> list[bytes]:
    """Return what a fork answers about a file, in pieces, or that it died."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        answer(data, request, its)
    os.close(its)
    pieces = hear(ours, request["limits"])
    if pieces is None:
        os.kill(child, signal.SIGKILL)  # not waited for yet, so it is still there
    os.close(ours)
    _, status = os.waitpid(child, 0)
    if pieces and status == 0:
        size = sum(map(len, pieces)) - 1
        return [HEAD.pack(pieces[0][:1], size), pieces[0][1:], *pieces[1:]]
    killed = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == TOO_MUCH
    return [HEAD.pack(KILLED if killed else FAILED, 0)]


def hear(pipe: int, limits: Any) -> list[bytes] | None:
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


def answer(data: bytes, request: Any, pipe: int) -> None:
    """Run a function on a file in a fork of this process, pass on what it says, and end."""
    status = 1
    try:
        function = function_of(request["run"])
        give_up(request["limits"])
        with os.fdopen(pipe, "wb") as out:
            for piece in said(function, data, request["asked"]):
                out.write(piece)
        status = 0
    except MemoryError:
        status = TOO_MUCH
    finally:
        os._exit(status)  # whatever was raised, this copy of the process goes no further


def said(function: Function, data: bytes, asked: Any) -> tuple[bytes, bytes]:
    """Return what a function says of a file: what it holds, or why it is refused."""
    try:
        found = function(data, asked)
    except NotReadableError as error:
        return REFUSED, str(error.problem.code).encode()
    except UserError as error:
        return SAID, str(error).encode()
    return ANSWERED, found if isinstance(found, bytes) else json.dumps(found).encode()


def give_up(limits: Any) -> None:
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
