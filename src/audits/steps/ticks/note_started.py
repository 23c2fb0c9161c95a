"""Note when the schedules were first started."""

from audits.queries.engine.troubles import STARTED
from audits.storage import TrailEntry
from audits.workspace import Workspace


def note_schedule_started(*, workspace: Workspace) -> None:
    """Note, once, since when this workspace has a schedule: from then on a tick may be late."""
    with workspace.open_uow() as uow:
        if uow.first(TrailEntry, TrailEntry.verb == STARTED) is None:
            uow.note(STARTED, "schedule")
        uow.commit()
