"""What a process that was killed left behind, put right when the schedule is started again."""

from datetime import datetime

from audits.domain.holder import has_died_here
from audits.domain.ticks import TickState
from audits.workspace import Workspace

from .open_audit import open_audit
from .runs import mark_crashed, mark_missed
from .ticks import TICKS


def put_right(workspace: Workspace) -> None:
    """Mark as crashed every run of ours that nobody is at, and as missed every late one."""
    held = {
        state.name.split()[0]
        for state in workspace.ticks.states()
        if _is_alive(state, workspace.clock())
    }
    for flow in (open_audit, *TICKS.values()):
        mark_missed(flow.name)
        if flow.name not in held:
            mark_crashed(flow.name)


def _is_alive(tick: TickState, now: datetime) -> bool:
    """Tell whether a tick's holder may still be at it: another machine's until its lease ends."""
    if tick.holder is None or tick.until is None or tick.until < now:
        return False
    return not has_died_here(tick.holder)
