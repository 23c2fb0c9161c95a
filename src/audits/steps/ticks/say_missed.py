"""Say, once, that an audit was missed that is not made up."""

from audits.queries.missed_audits import MissedAudit
from audits.queries.year_plan import MISSED
from audits.storage import TrailEntry
from audits.workspace import Workspace


def say_missed(missed: MissedAudit, *, workspace: Workspace) -> None:
    """Note, once, that an audit was missed and, as its template says, is not made up."""
    with workspace.open_uow() as uow:
        if uow.first(TrailEntry, TrailEntry.about == missed.ref, TrailEntry.verb == MISSED) is None:
            uow.note(MISSED, missed.ref, kind=missed.kind, on=missed.on.isoformat())
        uow.commit()
