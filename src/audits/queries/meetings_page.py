"""The meetings of the partnership's bodies: which are to come, and what each decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audits.domain.partnership import MeetingRole
from audits.storage import ActionUpdate, Meeting, MeetingDecision, SignOff, is_filled
from audits.workspace import Workspace

from .agenda import Agenda, agenda_from, agenda_rows


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A day on which a body meets; ``decided`` is how often it decided something."""

    day: date
    body: str
    decided: int


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """The quality group's meetings, the agenda of the one that is next, and the other bodies' days.

    ``coming`` begins with the next, ``held`` with the last. ``bodies`` are codes and names.
    """

    next: Agenda | None
    coming: tuple[MeetingLine, ...]
    held: tuple[MeetingLine, ...]
    others: tuple[MeetingLine, ...]
    bodies: tuple[tuple[str, str], ...]


def meetings_page(*, workspace: Workspace) -> MeetingsPage:
    """Return the meetings that are known, in eight statements."""
    group = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    names = {body.code: body.name for body in workspace.partnership.meetings}
    today = workspace.today()
    with workspace.open_view() as view:
        rows = view.all(Meeting, order_by=Meeting.day)
        updates = view.counts_by(ActionUpdate.meeting, is_filled(ActionUpdate.meeting))
        agreed = view.counts_by(SignOff.held_on, is_filled(SignOff.held_on))
        settled = view.counts_by(MeetingDecision.meeting)
        days = {row.day for row in rows if row.body == group.code}
        coming = sorted(day for day in days if day >= today)
        agenda = None
        if coming:
            made_of = agenda_rows(coming[0], view=view, workspace=workspace)
            agenda = agenda_from(made_of, coming[0], workspace=workspace)
    known = {*days, *updates, *agreed, *settled} - {None}
    held = sorted((day for day in known if day and day < today), reverse=True)
    others = []
    for row in rows:
        if row.body != group.code:
            others.append(MeetingLine(row.day, names.get(row.body, row.body), 0))
    return MeetingsPage(
        next=agenda,
        coming=tuple(_lines(coming, group.name, updates, agreed, settled)),
        held=tuple(_lines(held, group.name, updates, agreed, settled)),
        others=tuple(reversed(others)),
        bodies=tuple(names.items()),
    )


def _lines(days: list[date], body: str, *counts: Mapping[Any, int]) -> Iterator[MeetingLine]:
    for day in days:
        yield MeetingLine(day, body, sum(count.get(day, 0) for count in counts))
