"""When QEG and the board meet."""

from dataclasses import dataclass
from datetime import date

from audits.storage import Meeting
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day on which one body meets."""

    body: str
    day: date


def list_meetings(*, workspace: Workspace) -> list[MeetingDay]:
    """Return the meetings that are known, in order of their days."""
    with workspace.open_view() as view:
        rows = view.all(Meeting, order_by=Meeting.day)
    return [MeetingDay(row.body, row.day) for row in rows]
