"""The deployments of a workspace: one a kind of audit on its own schedule, and the ticks."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from signal import SIGINT, default_int_handler, raise_signal, signal
from typing import Any

from prefect.runner import Runner
from prefect.schedules import Cron, Interval, RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from audits.domain.ticks import ANCHOR, Tick
from audits.queries.year_plan import planned_days
from audits.templates import AuditTemplate
from audits.workspace import Workspace

from .asked import AskedFor
from .left_over import put_right
from .open_audit import open_audit
from .self_check import SelfCheck
from .ticks import TICKS


ZONE = "Europe/London"
LOOKS_EVERY = 3  # seconds; ten is usual, and a person who has pressed a button waits as long
AT_ONCE = 3  # runs, each a process of its own; after an outage all ticks are due at once


def deployments(workspaces: Sequence[Workspace], pool: str = "") -> list[Any]:
    """Return every deployment of these workspaces, for a work pool if one is named.

    An audit is opened for one board, by its own templates and plan; a tick is of all boards.
    None has a limit of Prefect's: its slots outlive a run that was killed. A lease of ours decides
    who runs a tick (`house.in_turn`).
    """
    # Its workers have the program installed, and find a flow by its name there.
    where = {"work_pool_name": pool, "entrypoint_type": EntrypointType.MODULE_PATH} if pool else {}
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


def serve_all(workspaces: Sequence[Workspace], tell: Callable[[str], None]) -> None:
    """Serve every deployment until stopped; starting again updates them, never doubles them.

    What an earlier process left behind is put right first. Within two minutes it tells that the
    server's scheduler works.

    Raises:
        WorkspaceError: if the scheduler makes no runs, or a service of the server fails.
    """
    # A script's shell lets what it starts with & ignore Ctrl+C, by which we end ourselves.
    signal(SIGINT, default_int_handler)
    put_right(workspaces)
    with SelfCheck(workspaces, tell), AskedFor(workspaces):
        # Stopped, they stay as they are: what is paused makes no run until somebody looks.
        runner = _Runner(pause_on_shutdown=False, limit=AT_ONCE, query_seconds=LOOKS_EVERY)
        for deployment in deployments(workspaces):
            runner.add_deployment(deployment)
        with suppress(KeyboardInterrupt):
            asyncio.run(runner.start())


class _Runner(Runner):
    """Prefect's runner, which ends in good order on SIGTERM too: its own way leaves work undone."""

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """Do as if Ctrl+C were pressed."""
        raise_signal(SIGINT)
