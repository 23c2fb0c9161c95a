"""Do what pages asked for, one errand after the other, until none is left."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from audits.domain.errand import ERRAND_LEASE, Errand, ErrandKind
from audits.domain.errors import ChannelError, UserError
from audits.workspace import Workspace

from .audits import collect_asked, issue_asked, make_asked
from .registers import MatchError, keep_held_register, read_held_register


RENEWED = 4  # times in the length of a lease
Does = Callable[[Errand, Workspace], Mapping[str, Any]]
DOES: Mapping[ErrandKind, Does] = MappingProxyType(
    {
        ErrandKind.READ_REGISTER: read_held_register,
        ErrandKind.KEEP_REGISTER: keep_held_register,
        ErrandKind.ISSUE_PACKS: issue_asked,
        ErrandKind.COLLECT_FILES: collect_asked,
        ErrandKind.MAKE_PAPER: make_asked,
    }
)


def do_errands(*, workspace: Workspace) -> int:
    """Do all that is asked for and that nobody is at, and return how many that were.

    Each is done in the name of whoever asked for it. One that is refused ends with the sentence
    that says why; one in which this process dies is begun again by the next.
    """
    done = 0
    while errand := workspace.errands.claim_next(workspace.process):
        _do(errand, workspace)
        done += 1
    return done


def _do(errand: Errand, workspace: Workspace) -> None:
    result: Mapping[str, Any] | None = None
    refusal = ""
    with _held(errand, workspace):
        try:
            result = DOES[errand.kind](errand, workspace.acting_as(errand.asked_by))
        except MatchError as error:
            refusal, result = str(error), error.result
        except (UserError, ChannelError) as error:
            refusal = str(error)
    workspace.errands.end(errand.id, workspace.process, error=refusal, result=result)


@contextmanager
def _held(errand: Errand, workspace: Workspace) -> Iterator[None]:
    """Hold an errand for as long as the block takes; a thread renews its lease."""
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(ERRAND_LEASE.total_seconds() / RENEWED):
            workspace.errands.renew(errand.id, workspace.process)

    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield
    finally:
        is_over.set()
        renewing.join()
