"""Open audits, also missed ones, and take each as far as it may go without a person."""

from datetime import date
from typing import Any

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from audits.domain.ticks import OPEN_MISSED, opening
from audits.queries.missed_audits import MissedAudit, may_open_late, missed_audits
from audits.queries.year_plan import is_called_off
from audits.steps.cycle.open import open_cycle
from audits.steps.progress.advance import advance
from audits.steps.ticks.say_missed import say_missed

from .boards import workspace
from .running import in_turn, note_state, skipped, try_part


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="open {kind}")
def open_one(kind: str, on: date | None) -> str:
    """Open the cycle and return its reference."""
    return open_cycle(kind, on, workspace=workspace())


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="advance {ref}")
def advance_one(ref: str) -> None:
    """Take the cycle as far as it goes without a person."""
    advance(ref, workspace=workspace())


def _tick_name(kind: str, *_others: object, **_named: object) -> str:
    """Return the tick under which this kind is opened: one run of it works at a time."""
    return opening(kind)


@flow(name="open-audit")
@in_turn(_tick_name, of_one_board=True)
def open_audit(
    kind: str,
    on: date | None = None,
    board: str = "",  # noqa: ARG001 -- in_turn reads it
) -> str | State[Any]:
    """Open a cycle, draw its cases and, once the draw is approved, issue its packs.

    Run again it goes on from where the cycle stands; a draw that waits for a person stays so.
    Started late by the schedule it opens the cycle of the day it was for, if it still opens.
    """
    day = on or _scheduled_day()
    if on is None and day is not None and not may_open_late(kind, day, workspace=workspace()):
        return skipped(f"{kind} was to open on {day} and is missed.")
    if on is not None and is_called_off(kind, on, workspace=workspace()):
        return skipped(f"{kind} was to open on {on}, and the year plan has changed since.")
    ref = open_one(kind, day)
    advance_one(ref)
    return ref


def _scheduled_day() -> date | None:
    """Return the day that this run was for; None where nothing but a call started it."""
    if runtime.deployment.id is None:
        return None
    return workspace().calendar.local_date(runtime.flow_run.scheduled_start_time)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="say {ref} was missed")
def say_one(ref: str, missed: MissedAudit) -> None:  # noqa: ARG001 -- the run is named after it
    """Write down that an audit was missed."""
    say_missed(missed, workspace=workspace())


@flow(name=OPEN_MISSED.name)
@in_turn(OPEN_MISSED.name)
def open_missed(board: str = "") -> list[str]:  # noqa: ARG001 -- in_turn reads it
    """Open the audits whose time went by while nothing ran, or say that they are missed."""
    missed = try_part(missed_audits) or ()
    for audit in missed:
        if audit.opens:
            note_state(audit.ref, open_audit(audit.kind, audit.on, return_state=True))
        else:
            note_state(audit.ref, say_one(audit.ref, audit, return_state=True))
    return [audit.ref for audit in missed]
