"""What a process that was killed left behind, put right when the schedule is started again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from audits.domain.holder import has_died_here
from audits.domain.ticks import TickState
from audits.workspace import Workspace

from .open_audit import open_audit
from .runs import mark_crashed, mark_missed
from .ticks import TICKS


FLOWS = (open_audit, *TICKS.values())


def put_right(workspaces: Sequence[Workspace]) -> None:
    """Mark as crashed every run of ours that nobody is at, and as missed every late one."""
    for flow in FLOWS:
        mark_missed(flow.name)
    mark_left_behind(workspaces)


def mark_left_behind(
    workspaces: Sequence[Workspace], *, for_at_least: timedelta = timedelta()
) -> None:
    """Mark as crashed every run of ours that nobody is at, and not heard of for so long.

    One run goes from board to board: it is at the next when it has just been at one.
    """
    now = workspaces[0].clock()
    goes_on = for_at_least if len(workspaces) > 1 else timedelta()
    held = set()
    for workspace in workspaces:
        for state in workspace.ticks.states():
            if _is_alive(state, now) or _was_at_it(state, now - goes_on):
                held.add(state.name.split()[0])
    for flow in FLOWS:
        if flow.name not in held:
            mark_crashed(flow.name, before=now - for_at_least)


def _was_at_it(tick: TickState, since: datetime) -> bool:
    """Tell whether a run ended a tick after ``since``."""
    ended = filter(None, (tick.succeeded_at, tick.failed_at))
    return any(moment > since for moment in ended)


def _is_alive(tick: TickState, now: datetime) -> bool:
    """Tell whether a tick's holder may still be at it: another machine's until its lease ends."""
    if tick.holder is None or tick.until is None or tick.until < now:
        return False
    return not has_died_here(tick.holder)
