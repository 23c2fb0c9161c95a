"""Do what pages asked for, one background task after the other, until none is left."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from audits.domain.background_task import BACKGROUND_TASK_LEASE, BackgroundTask, BackgroundTaskKind
from audits.domain.errors import ChannelError, UserError
from audits.workspace import Workspace

from .audits import collect_asked, issue_asked, make_asked
from .registers import MatchError, keep_held_register, read_held_register
from .templates import keep_held_template, read_held_template, try_held_template


RENEWED = 4  # times in the length of a lease
Does = Callable[[BackgroundTask, Workspace], Mapping[str, Any]]
DOES: Mapping[BackgroundTaskKind, Does] = MappingProxyType(
    {
        BackgroundTaskKind.READ_REGISTER: read_held_register,
        BackgroundTaskKind.KEEP_REGISTER: keep_held_register,
        BackgroundTaskKind.ISSUE_PACKS: issue_asked,
        BackgroundTaskKind.COLLECT_FILES: collect_asked,
        BackgroundTaskKind.MAKE_PAPER: make_asked,
        BackgroundTaskKind.READ_TEMPLATE: read_held_template,
        BackgroundTaskKind.KEEP_TEMPLATE: keep_held_template,
        BackgroundTaskKind.TRY_TEMPLATE: try_held_template,
    }
)


def do_background_tasks(*, workspace: Workspace) -> int:
    """Do all that is asked for and that nobody is at, and return how many that were.

    Each is done in the name of whoever asked for it. One that is refused ends with the sentence
    that says why; one in which this process dies is begun again by the next.
    """
    done = 0
    while task := workspace.background_tasks.claim_next(workspace.process):
        _do(task, workspace)
        done += 1
    return done


def _do(task: BackgroundTask, workspace: Workspace) -> None:
    result: Mapping[str, Any] | None = None
    refusal = ""
    with _held(task, workspace):
        try:
            result = DOES[task.kind](task, workspace.acting_as(task.asked_by))
        except MatchError as error:
            refusal, result = str(error), error.result
        except (UserError, ChannelError) as error:
            refusal = str(error)
    workspace.background_tasks.end(task.id, workspace.process, error=refusal, result=result)


@contextmanager
def _held(task: BackgroundTask, workspace: Workspace) -> Iterator[None]:
    """Hold a background task for as long as the block takes; a thread renews its lease."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(BACKGROUND_TASK_LEASE.total_seconds() / RENEWED):
            workspace.background_tasks.renew(task.id, workspace.process)

    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield
    finally:
        is_over.set()
        renewing.join()
