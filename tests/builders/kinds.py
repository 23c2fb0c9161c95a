"""A partnership of today, and an audit of any kind brought to its packs."""

from datetime import UTC, datetime

from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample

from . import workspace as ws


TODAY = datetime(2026, 10, 8, 9, tzinfo=UTC)
ON = TODAY.date()
AGENCIES = ("social_care", "police", "health", "education", "early_help", "board")
SCHOOLS = ("hill_school", "mill_school", "river_college")


def agencies() -> bytes:
    lines = ["agency,agency_name,unit,unit_name,contact,email,role,deputy"]
    for agency in AGENCIES:
        unit = "business_unit" if agency == "board" else agency
        email = f"lead@{agency.replace('_', '-')}.example.org"
        lines.append(f"{agency},{agency},{unit},{unit},A lead,{email},Lead,no")
    for school in SCHOOLS:
        email = f"head@{school.replace('_', '-')}.example.org"
        lines.append(f"school,Schools,{school},{school},A head,{email},Head teacher,no")
    return "\n".join(lines).encode()


def drawn(kind, workspace, **chosen):
    ref = open_cycle(kind, ON, workspace=workspace)
    cases = draw_sample(ref, workspace=workspace, **chosen)["cases"]
    if cycle_status(ref, workspace=workspace) is CycleStatus.DRAWN:
        approve_draw(ref, workspace=workspace, decision="as drawn")
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)
    return ref, cases
