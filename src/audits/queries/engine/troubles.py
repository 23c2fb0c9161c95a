"""How the engine itself is: its ticks, its stores and its disk, and what is wrong with them."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audits.domain.amounts import many
from audits.domain.days import moment_in_words
from audits.domain.ticks import Tick, TickState
from audits.storage import LeftInInbox, TrailEntry, fault_of
from audits.workspace import Workspace

from .lateness import is_late, is_silent
from .tick_states import tick_states


STARTED = "schedule started for the first time"
SHOWN = 5  # of what lies in inboxes and cannot be collected
TWICE = 2  # failures in a row that are told
TELLING = "tell-trouble"  # whoever tells of trouble has a lease of its own, and is no tick
MB = 1024 * 1024
IN_WORDS = {
    "send-due": "Sending messages",
    "collect-returns": "Collecting returns",
    "open-missed": "Opening audits that were missed",
    "chase": "Chasing what is overdue",
    "review-actions": "Reviewing the action plan",
}


@dataclass(frozen=True, slots=True)
class TickHealth:
    """How one tick is: what is known of it, if it ever ran, and what is wrong."""

    name: str
    state: TickState | None
    is_late: bool
    is_silent: bool

    @property
    def has_failed(self) -> bool:
        """Whether it failed twice running."""
        return self.state is not None and self.state.failures >= TWICE


def look_at_ticks(*, workspace: Workspace) -> tuple[TickHealth, ...]:
    """Return how every tick is, and how each kind of audit that was opened was opened last."""
    states = tick_states(workspace)
    begun, now = _begun_at(workspace), workspace.clock()
    ticks = []
    for tick in workspace.schedule:
        ticks.append(_health(tick, states.pop(tick.name, None), begun, now, workspace))
    states.pop(TELLING, None)
    for name, state in states.items():
        ticks.append(TickHealth(name, state, is_late=False, is_silent=False))
    return tuple(ticks)


def _health(
    tick: Tick, state: TickState | None, begun: datetime | None, now: datetime, workspace: Workspace
) -> TickHealth:
    succeeded, started = begun, begun
    if state is not None:
        succeeded, started = state.succeeded_at or begun, state.started_at
    late = succeeded is not None and is_late(tick, succeeded, now, workspace.calendar)
    silent = started is not None and is_silent(tick, started, now, workspace.calendar)
    return TickHealth(tick.name, state, late, silent)


def _first_entry(workspace: Workspace) -> TrailEntry | None:
    with workspace.open_view() as view:
        return view.find(TrailEntry, 1)


def _begun_at(workspace: Workspace) -> datetime | None:
    """Return when ticks were first to run: with the first schedule, or the first thing done."""
    with workspace.open_view() as view:
        first = view.first(TrailEntry, TrailEntry.verb == STARTED) or view.find(TrailEntry, 1)
        if first is None:
            return None
        return first.at


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether what is kept can be read, and how much room there is."""

    database: str  # what is wrong with it, "" if nothing
    vault: str
    disk_free_mb: int
    disk_low_mb: int

    @property
    def disk_is_low(self) -> bool:
        """Whether the disk is nearly full."""
        return self.disk_free_mb < self.disk_low_mb


def look_at_kept(*, workspace: Workspace) -> Kept:
    """Return whether database and vault can be read, and how much room the workspace has."""
    return Kept(
        database=fault_of(lambda: _first_entry(workspace), "The database"),
        vault=fault_of(workspace.vault.check, "The vault"),
        disk_free_mb=free_mb(workspace.stores.home),
        disk_low_mb=workspace.disk_low_mb,
    )


def free_mb(folder: Path) -> int:
    """Return how many megabytes whoever runs this may still write where a folder is."""
    return shutil.disk_usage(folder).free // MB


def troubles(*, workspace: Workspace) -> tuple[str, ...]:
    """Return a plain sentence for each thing that somebody must be told of; nothing if all is well.

    A tick that failed twice running, or has not run for an hour of office hours; a disk that is
    nearly full; a vault that cannot be read; what lies in an inbox and cannot be collected.
    """
    ticks, kept = look_at_ticks(workspace=workspace), look_at_kept(workspace=workspace)
    sentences = [_in_words(tick) for tick in ticks if tick.has_failed or tick.is_silent]
    if kept.disk_is_low:
        sentences.append(
            f"The disk is nearly full: {kept.disk_free_mb} MB are free, and a warning comes "
            f"below {kept.disk_low_mb} MB."
        )
    if kept.vault:
        sentences.append(kept.vault)
    return (*sentences, *_left_in_inboxes(workspace))


def _left_in_inboxes(workspace: Workspace) -> list[str]:
    """Return a sentence for the first few things that lie in an inbox, and how many more do."""
    with workspace.open_view() as view:
        rows = view.all(LeftInInbox, order_by=LeftInInbox.since)
    sentences = [row.says for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        sentences.append(f"Left in the inboxes: {len(rows) - SHOWN} more.")
    return sentences


def _in_words(tick: TickHealth) -> str:
    what = IN_WORDS.get(tick.name, tick.name)
    state = tick.state
    if state is None:
        return f"{what} ({tick.name}) has never run."
    if tick.is_silent:
        return f"{what} ({tick.name}) has not run since {moment_in_words(state.started_at)}."
    last = moment_in_words(state.failed_at or state.started_at)
    why = f": {state.error}" if state.error else "."
    return f"{what} ({tick.name}) failed {many(state.failures, 'time')} running, last {last}{why}"
