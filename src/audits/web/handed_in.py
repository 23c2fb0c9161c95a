"""Read what is handed in on pages: few at a time, so that everybody else's page is answered.

The bytes are kept before anything is read. Who has waited long enough is shown that theirs is being
read; what a server that ended had not read is read when returns are collected next.
"""

import logging
from asyncio import Task, create_task, wait
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from audits.domain.errors import AuditsError
from audits.steps.received.keep import keep_return
from audits.steps.returns.collect import collect_return, read_kept
from audits.workspace import Workspace


LOG = logging.getLogger("audits.web")
TOGETHER = 2  # files that are read at once, and files that are kept
PATIENCE = 20.0  # seconds that whoever hands one in waits for what was read
R = TypeVar("R")
_keeps: RunVar[CapacityLimiter] = RunVar("turns to keep what is handed in")
_reads: RunVar[CapacityLimiter] = RunVar("turns to read it")
_reading: set[Task[object]] = set()  # held, or a task may be forgotten before it is done


async def take_in(name: str, data: bytes, *, only_for: str, workspace: Workspace) -> str:
    """Keep a file that was handed in for a unit, have it read in its turn, and return its number.

    Comes back once it is read, or when that takes long.
    """

    def keep() -> tuple[str, bool]:
        kept = keep_return(data, name, only_for=only_for, workspace=workspace)
        return kept.id, kept.outcome is None

    def read() -> None:
        if is_new:
            read_kept(ref, name, workspace=workspace)
        else:
            collect_return(data, name, only_for=only_for, workspace=workspace)

    ref, is_new = await _in_turn(_keeps, keep)
    task: Task[object] = create_task(_in_turn(_reads, read))
    _reading.add(task)
    task.add_done_callback(_done)
    done, _ = await wait({task}, timeout=PATIENCE)
    for ended in done:
        _check(ended)
    return ref


async def _in_turn(kind: RunVar[CapacityLimiter], what: Callable[[], R]) -> R:
    """Do something in a thread, as one of a few of its kind at a time."""
    turns = kind.get(None)
    if turns is None:
        turns = CapacityLimiter(TOGETHER)
        kind.set(turns)
    return await to_thread.run_sync(what, limiter=turns)


def _done(task: Task[object]) -> None:
    """Let a task go; nobody waits any more for one that took long, so that its end is noted."""
    _reading.discard(task)
    error = None if task.cancelled() else task.exception()
    if error is not None:
        LOG.error("what was handed in was not read: %s", type(error).__name__)


def _check(task: Task[object]) -> None:
    """Raise what is a fault of ours; what could not be read yet is read at the next collection."""
    error = task.exception()
    if error is not None and not isinstance(error, AuditsError):
        raise error
