"""The newest entries of the trail, or of what it says about one thing."""

from audits.storage import TrailEntry
from audits.workspace import Workspace


AT_ONCE = 100


def recent_trail(
    *, about: str = "", before: int = 0, workspace: Workspace
) -> tuple[TrailEntry, ...]:
    """Return the newest entries, the newest first.

    ``about`` limits them to a cycle, an action, an account; ``before`` to those before a number.
    """
    conditions = []
    if about:
        conditions.append(TrailEntry.about == about)
    if before:
        conditions.append(TrailEntry.seq < before)
    with workspace.open_view() as view:
        rows = view.newest(TrailEntry, *conditions, by=TrailEntry.seq, limit=AT_ONCE)
    return tuple(rows)
