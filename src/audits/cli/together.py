"""The website and the schedule, each a process of its own, started and ended as one."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from audits.domain.errors import WorkspaceError


LAST_ORDERS = 60  # seconds in which a part ends by itself
Parts = Mapping[str, subprocess.Popen[bytes]]


def run_together(commands: Mapping[str, Sequence[str]]) -> None:
    """Run each command, by what it is, until stopped by Ctrl+C or SIGTERM; then end all of them.

    Should this process be killed they end by themselves.

    Raises:
        WorkspaceError: if one ended by itself, once the others are ended too.
    """
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    ended = ""
    with _running(commands) as parts, suppress(KeyboardInterrupt):
        ended = _first_to_end(parts)
    if ended:
        raise WorkspaceError(
            f"The {ended} has ended by itself, so all was ended. What it said last stands above: "
            "put that right and start again."
        )


@contextmanager
def _running(commands: Mapping[str, Sequence[str]]) -> Iterator[Parts]:
    """Run the commands until the block is left, whatever it is left by."""
    parts: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, words in commands.items():
            parts[name] = _start(words)
        yield parts
    finally:
        _end(parts)


def _start(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one of our commands in a session of its own: Ctrl+C is for us, who end it."""
    return subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-P", "-m", "audits.cli.child", *words],
        stdin=subprocess.PIPE,  # cut when this process ends, however it does
        start_new_session=True,
    )


def _first_to_end(parts: Parts) -> str:
    """Wait until one of them has ended, and return which."""
    while True:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        for name, process in parts.items():
            if process.poll() is not None:
                return name


def _end(parts: Parts) -> None:
    """End all that still run: at first in good order, by force what takes too long."""
    for process in parts.values():
        process.terminate()
    try:
        for process in parts.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(LAST_ORDERS)
    finally:  # somebody who presses Ctrl+C again does not want to wait
        for process in parts.values():
            process.kill()
            process.wait()
