"""The deployments a board runs: one a kind of audit on its own schedule, and the ticks."""

from datetime import date
from typing import Any

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron, RRule, Schedule

from audits.steps.year_plan import planned_days
from audits.templates import AuditTemplate

from .house import parts
from .open_audit import open_audit
from .ticks import TICKS


ZONE = "Europe/London"
EVERY = {
    "send-due": "*/5 * * * *",
    "collect-returns": "*/15 * * * *",
    "chase": "0 9 * * 1-5",
    "review-actions": "0 7 * * 1-5",
}
# A late tick must not start a queue of them after an outage: the newcomer gives way.
ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


def deployments() -> list[Any]:
    """Return every deployment of this workspace."""
    audits = [_of_template(template) for template in parts().templates.values()]
    return audits + [_of_tick(tick) for tick in TICKS]


def _of_template(template: AuditTemplate) -> Any:
    return open_audit.to_deployment(
        name=template.kind.replace("_", "-"),
        parameters={"kind": template.kind},
        description=f"{template.title}. {template.asks}",
        tags=["audit"],
        schedules=_schedules(template),
        concurrency_limit=ONE_AT_A_TIME,
    )


def _schedules(template: AuditTemplate) -> list[Schedule]:
    """Return one schedule a day of the year plan, or the template's own where it plans none."""
    planned = planned_days(template.kind, parts=parts())
    if planned:
        return [_once(day) for day in planned]
    own = template.schedule
    return [RRule(own.rule, timezone=own.zone)] if own else []


def _once(day: date) -> Schedule:
    """Return a schedule of one morning; started late it still opens that day's cycle."""
    rule = f"DTSTART:{day:%Y%m%d}T090000\nRRULE:FREQ=DAILY;COUNT=1"
    slug = f"planned-{day.isoformat()}"
    return RRule(rule, timezone=ZONE, parameters={"on": day.isoformat()}, slug=slug)


def _of_tick(tick: Any) -> Any:
    return tick.to_deployment(
        name="tick",
        description=tick.description,
        tags=["tick"],
        schedules=[Cron(EVERY[tick.name], timezone=ZONE)],
        concurrency_limit=ONE_AT_A_TIME,
    )


def serve_all() -> None:
    """Serve every deployment until stopped; starting again updates them, never doubles them."""
    serve(*deployments())
