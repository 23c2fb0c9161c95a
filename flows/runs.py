"""Prefect's record of our runs: those that nobody is at, and those the time went by for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Cancelled, Crashed

from audits.domain.clock import system_clock


LATE = (StateType.SCHEDULED,)
UNDER_WAY = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
CRASHED = "It was stopped before its end; found by a schedule or a worker that came after it."
MISSED = "Nothing ran at the time. One run that is started now does the work of all of these."


def mark_crashed(flow: str, *, before: datetime) -> None:
    """Mark runs of a flow as crashed that are said to be under way: nobody is at them.

    Only those of which nothing was heard since ``before``: one that is started late is just begun.
    """
    with get_client(sync_client=True) as client:
        # The server gives two hundred at most, and those marked are not given again.
        while runs := [run for run in _runs(client, flow, UNDER_WAY) if _stands_since(run, before)]:
            _mark(client, runs, Crashed(message=CRASHED))


def mark_missed(flow: str) -> None:
    """Mark every late run of a flow as missed, unless a person asked for it.

    After an outage there may be hundreds, which would be started one after another.
    """
    with get_client(sync_client=True) as client:
        while runs := [run for run in _runs(client, flow, LATE) if run.auto_scheduled]:
            _mark(client, runs, Cancelled(name="Missed", message=MISSED))


def _mark(client: SyncPrefectClient, runs: Sequence[FlowRun], to: State[Any]) -> None:
    for run in runs:
        client.set_flow_run_state(run.id, to, force=True)


def _stands_since(run: FlowRun, before: datetime) -> bool:
    return run.state is None or run.state.timestamp < before


def _runs(client: SyncPrefectClient, flow: str, which: Sequence[StateType]) -> list[FlowRun]:
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(which))),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=system_clock()),
        ),
    )
