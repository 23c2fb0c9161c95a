"""Audits that should have opened by themselves while nothing ran."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from audits.domain.status import CycleStatus
from audits.domain.ticks import OPEN_MISSED
from audits.storage import Cycle, TrailEntry
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .engine.tick_states import tick_states
from .flagged_cases import may_issue
from .year_plan import MISSED, planned_days


PLANNED_AT = time(9)  # a day of the year plan opens in the morning
GRACE = timedelta(minutes=10)  # in which the schedule itself may still start it
# Looked at again: what was begun and cut off, and what another run was at just then.
AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MissedAudit:
    """One audit that did not open by itself on its day; ``opens`` says whether it does now."""

    kind: str
    on: date
    ref: str
    opens: bool


def missed_audits(*, workspace: Workspace) -> tuple[MissedAudit, ...]:
    """Return what should have opened since this was last looked at and did not, oldest first.

    So each is drawn from its own window: what an earlier one draws, a later one draws no more.
    Before the schedule first ran, nothing was missed.
    """
    state = tick_states(workspace).get(OPEN_MISSED.name)
    if state is None or state.succeeded_at is None:
        return ()
    first, until = state.succeeded_at - AGAIN, workspace.clock() - GRACE
    days = planned_days(workspace=workspace)
    missed = []
    for template in workspace.templates.values():
        for on, opens in _due(template, days.get(template.kind), first, until, workspace):
            audit = MissedAudit(template.kind, on, template.cycle_ref(on), opens)
            if not _is_settled(audit, workspace):
                missed.append(audit)
    return tuple(sorted(missed, key=lambda audit: (audit.on, audit.kind)))


def may_open_late(kind: str, on: date, *, workspace: Workspace) -> bool:
    """Tell whether an audit that its own schedule starts now may open for a day."""
    schedule = workspace.template(kind).schedule
    return on >= workspace.today() or schedule is None or schedule.missed == "open"


def _due(
    template: AuditTemplate,
    planned: Sequence[date] | None,
    first: datetime,
    until: datetime,
    workspace: Workspace,
) -> Iterator[tuple[date, bool]]:
    """Yield the days on which a kind was to open after ``first``, and whether it still does.

    ``planned`` are the days that the year plan names; None where its own schedule says.
    """
    if planned is not None:
        for day in planned:
            at = datetime.combine(day, PLANNED_AT, workspace.calendar.zone)
            if first < at <= until:
                yield day, True
    elif template.schedule is not None:
        moments = template.schedule.moments(first, until)
        for day in sorted({at.date() for at in moments}):
            yield day, template.schedule.missed == "open"


def _is_settled(missed: MissedAudit, workspace: Workspace) -> bool:
    """Tell whether a cycle stands, as far on as it goes by itself, or it was said to be missed."""
    with workspace.open_view() as view:
        cycle = view.find(Cycle, missed.ref)
        if cycle is None:
            return (
                view.first(TrailEntry, TrailEntry.verb == MISSED, TrailEntry.about == missed.ref)
                is not None
            )
    is_begun = cycle.status in (CycleStatus.PLANNED, CycleStatus.FRAMED)
    return not (is_begun and missed.opens) and not may_issue(missed.ref, workspace=workspace)
