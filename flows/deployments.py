"""The deployments of a workspace: one a kind of audit on its own schedule, and the ticks."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from runpy import run_module
from signal import SIGINT, raise_signal
from typing import Any, Self, cast

from anyio import TASK_STATUS_IGNORED
from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun
from prefect.runner import Runner
from prefect.runner._control_channel import ControlChannel
from prefect.runner._process_manager import ProcessHandle
from prefect.schedules import Cron, Interval, RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from audits.domain.ticks import ANCHOR, Tick
from audits.prefect_environment import set_for_prefect
from audits.queries.year_plan import planned_days
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .asked import AskedFor
from .forks import Asking
from .left_over import put_right
from .open_audit import open_audit
from .self_check import SelfCheck
from .ticks import TICKS


ZONE = "Europe/London"
ENGINE = "prefect.engine"
LOOKS_EVERY = 10  # seconds, as is usual; a person who has pressed a button at Prefect's page waits
AT_ONCE = 3  # runs, each a process of its own; after an outage all ticks are due at once


def deployments(workspaces: Sequence[Workspace], pool: str = "") -> list[Any]:
    """Return every deployment of these workspaces, for a work pool if one is named.

    An audit is opened for one board, by its own templates and plan; a tick is of all boards.
    None has a limit of Prefect's: its slots outlive a run that was killed. A lease of ours decides
    who runs a tick (`house.in_turn`).
    """
    # Who runs it has the program installed, and finds a flow by its name there.
    where: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH}
    if pool:
        where["work_pool_name"] = pool
    made = []
    for workspace in workspaces:
        planned = planned_days(workspace=workspace)
        for template in workspace.templates.values():
            schedules = _schedules(template, planned.get(template.kind))
            made.append(_of_template(template, schedules, workspace.board, where))
    return made + [_of_tick(tick, where) for tick in workspaces[0].schedule]


def _of_template(
    template: AuditTemplate, schedules: list[Schedule], board: str, where: Mapping[str, Any]
) -> Any:
    name = template.kind.replace("_", "-")
    parameters = {"kind": template.kind}
    if board:
        name = f"{board}.{name}"
        parameters["board"] = board
    return open_audit.to_deployment(
        name=name,
        parameters=parameters,
        description=f"{template.title}. {template.asks}",
        tags=["audit"],
        schedules=schedules,
        **where,
    )


def _schedules(template: AuditTemplate, planned: Iterable[date] | None) -> list[Schedule]:
    """Return one schedule a day of the year plan, or the template's own where it plans none."""
    if planned is not None:
        return [_once(day) for day in planned]
    own = template.schedule
    return [RRule(own.rule, timezone=own.zone)] if own else []


def _once(day: date) -> Schedule:
    """Return a schedule of one morning; started late it still opens that day's cycle."""
    rule = f"DTSTART:{day:%Y%m%d}T090000\nRRULE:FREQ=DAILY;COUNT=1"
    slug = f"planned-{day.isoformat()}"
    return RRule(rule, timezone=ZONE, parameters={"on": day.isoformat()}, slug=slug)


def _of_tick(tick: Tick, where: Mapping[str, Any]) -> Any:
    flow = TICKS[tick.name]
    return flow.to_deployment(
        name="tick",
        description=flow.description,
        tags=["tick"],
        schedules=[_when(tick)],
        **where,
    )


def _when(tick: Tick) -> Schedule:
    if tick.at is None:
        return Interval(tick.period, anchor_date=ANCHOR, timezone=ZONE)
    return Cron(f"{tick.at.minute} {tick.at.hour} * * 1-5", timezone=ZONE)


def serve_all(workspaces: Sequence[Workspace], tell: Callable[[str], None], asking: Asking) -> None:
    """Serve every deployment until stopped; starting again updates them, never doubles them.

    Each run is a process that is asked for where everything is loaded already. What an earlier
    process left behind is put right first. Within two minutes it tells that the server's scheduler
    works.

    Raises:
        WorkspaceError: if the scheduler makes no runs, or a service of the server fails.
    """
    put_right(workspaces)
    runner = _Runner(asking)
    with SelfCheck(workspaces, tell), AskedFor(workspaces, wake=runner.look):
        for deployment in deployments(workspaces):
            runner.add_deployment(deployment)
        with suppress(KeyboardInterrupt):
            asyncio.run(runner.start())


class _Runner(Runner):
    """Prefect's runner, which has its runs forked, and ends in good order on SIGTERM too.

    By itself it starts Python anew for each, which costs seconds of processor time, and leaves work
    undone on SIGTERM.
    """

    def __init__(self, asking: Asking) -> None:
        # Stopped, they stay as they are: what is paused makes no run until somebody looks.
        super().__init__(pause_on_shutdown=False, limit=AT_ONCE, query_seconds=LOOKS_EVERY)
        self._asking = asking
        self._looks_in: asyncio.AbstractEventLoop | None = None

    async def __aenter__(self) -> Self:
        """Begin, as it does by itself."""
        await super().__aenter__()
        self._scheduled_run_poller._resolve_starter = self._starter
        self._looks_in = asyncio.get_running_loop()
        return self

    def look(self) -> None:
        """Look at once for runs that are due; called from any thread."""
        if self._looks_in is not None:
            looking = self._scheduled_run_poller._get_and_submit_flow_runs()
            asyncio.run_coroutine_threadsafe(looking, self._looks_in)

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """Do as if Ctrl+C were pressed."""
        raise_signal(SIGINT)

    def _starter(self, flow_run: FlowRun) -> "_Starter":  # noqa: ARG002 -- all are started alike
        return _Starter(self._asking, self._control_channel)


class _Starter:
    """Starts a run as Prefect's runner wants it started."""

    def __init__(self, asking: Asking, control: ControlChannel) -> None:
        self._asking, self._control = asking, control

    async def start(
        self, flow_run: FlowRun, task_status: TaskStatus[ProcessHandle] = TASK_STATUS_IGNORED
    ) -> None:
        """Start it, say that it is started, and wait for its end."""
        port, token = self._control.register(flow_run.id)
        process = await self._asking.start(
            {
                "PREFECT__FLOW_RUN_ID": str(flow_run.id),
                "PREFECT__CONTROL_PORT": str(port),
                "PREFECT__CONTROL_TOKEN": token,
                "PREFECT__ENABLE_CANCELLATION_AND_CRASHED_HOOKS": "false",
            }
        )
        task_status.started(ProcessHandle(cast(Any, process)))
        await process.wait()


def run_flow(environment: Mapping[str, str]) -> None:
    """Run the flow run that the environment names, in this process, and exit."""
    set_for_prefect(environment)
    sys.argv = [ENGINE]
    del sys.modules[ENGINE]  # it is run as Prefect runs it, and not as it is imported
    run_module(ENGINE, run_name="__main__", alter_sys=True)
