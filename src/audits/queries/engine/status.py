"""What stands where in the engine: for a person, and for what watches over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.actions import qeg_cutoff
from audits.domain.backup import BACKUP_MADE
from audits.domain.gates import RECIPIENTS
from audits.domain.status import DispatchStatus
from audits.queries.letters_to_approve import waits_to_be_approved
from audits.queries.recipients import HELD
from audits.storage import Dispatch, TrailEntry, UnitRequest, View, WaitingSince, is_empty
from audits.workspace import Workspace

from .troubles import TickHealth, look_at_kept, look_at_ticks


@dataclass(frozen=True, slots=True)
class TickTimes:
    """When a tick ran, ended well and failed last, if ever; and whether it is late."""

    name: str
    started_at: datetime | None
    succeeded_at: datetime | None
    failed_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class TickLine(TickTimes):
    """A tick with how often it has failed since it succeeded, and its last error."""

    failures: int
    error: str


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The ticks, how many of each thing wait for a person, and what cannot be read.

    Without a database there is nothing of the first two.
    """

    ticks: tuple[TickLine, ...]
    waiting: Mapping[str, int]
    disk_free_mb: int
    disk_is_low: bool
    faults: tuple[str, ...]
    backup_at: datetime | None  # the last one, None before the first


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well ("ok"), with its figures; nothing in it names anybody or any place."""

    status: str
    late: tuple[str, ...]
    ticks: tuple[TickTimes, ...]
    database_can_be_read: bool
    vault_can_be_read: bool
    disk_free_mb: int
    disk_low_mb: int


def engine_status(*, workspace: Workspace) -> EngineStatus:
    """Return how the engine is, in so many statements however much there is."""
    kept = look_at_kept(workspace=workspace)
    ticks: Sequence[TickHealth] = ()
    waiting: Mapping[str, int] = {}
    backup_at = None
    if not kept.database:
        ticks = look_at_ticks(workspace=workspace)
        with workspace.open_view() as view:
            waiting = what_waits_in(view, workspace) | _of_units(view, workspace)
            backup_at = _last_backup(view)
    return EngineStatus(
        ticks=tuple(map(_line, ticks)),
        waiting=waiting,
        disk_free_mb=kept.disk_free_mb,
        disk_is_low=kept.disk_is_low,
        faults=tuple(filter(None, (kept.database, kept.vault))),
        backup_at=backup_at,
    )


def _of_units(view: View, workspace: Workspace) -> dict[str, int]:
    """Return how many letters wait until somebody has read them, and how much units ask for."""
    letters: Sequence[Dispatch] = ()
    if workspace.approves_letters:
        letters = view.all(Dispatch, Dispatch.status == DispatchStatus.DUE, order_by=Dispatch.key)
    waiting = [row for row in letters if waits_to_be_approved(row, workspace)]
    requests = view.count(UnitRequest, is_empty(UnitRequest.outcome))
    return {"letters_to_approve": len(waiting), "requests_to_decide": requests}


def _last_backup(view: View) -> datetime | None:
    made = view.newest(TrailEntry, TrailEntry.verb == BACKUP_MADE, by=TrailEntry.seq, limit=1)
    for entry in made:
        return entry.at
    return None


def health(*, workspace: Workspace) -> Health:
    """Return whether all is well, with its figures."""
    kept = look_at_kept(workspace=workspace)
    ticks = () if kept.database else look_at_ticks(workspace=workspace)
    late = tuple(tick.name for tick in ticks if tick.is_late)
    is_well = not (late or kept.database or kept.vault or kept.disk_is_low)
    status = "ok" if is_well else "not ok"
    return Health(
        status=status,
        late=late,
        ticks=tuple(map(_times, ticks)),
        database_can_be_read=not kept.database,
        vault_can_be_read=not kept.vault,
        disk_free_mb=kept.disk_free_mb,
        disk_low_mb=kept.disk_low_mb,
    )


def what_waits(*, workspace: Workspace) -> dict[str, int]:
    """Return how many of each thing wait for a person, in one statement."""
    with workspace.open_view() as view:
        return what_waits_in(view, workspace)


def what_waits_in(view: View, workspace: Workspace) -> dict[str, int]:
    """Return what `what_waits` does, of a view that is open."""
    since = WaitingSince(
        now=workspace.clock(),
        due_before=qeg_cutoff(workspace.today()),
        gate=RECIPIENTS,
        held=HELD,
        channels=[name for name, channel in workspace.channels.items() if not channel.by_hand],
    )
    return view.waiting(since)


def _times(tick: TickHealth) -> TickTimes:
    state = tick.state
    if state is None:
        return TickTimes(tick.name, None, None, None, tick.is_late)
    return TickTimes(tick.name, state.started_at, state.succeeded_at, state.failed_at, tick.is_late)


def _line(tick: TickHealth) -> TickLine:
    times, state = _times(tick), tick.state
    failures, error = (state.failures, state.error) if state else (0, "")
    return TickLine(
        times.name,
        times.started_at,
        times.succeeded_at,
        times.failed_at,
        times.is_late,
        failures=failures,
        error=error,
    )
