"""Drawn cases that a person must look at before packs go out."""

from collections.abc import Mapping
from typing import Any

from audits.domain.status import CycleStatus
from audits.storage import Cycle, Draw
from audits.workspace import Workspace


def undecided_flags(certificate: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the flagged cases that nobody has decided on, with their flags; lost ones are not."""
    lost = {reserve["case"] for reserve in certificate.get("reserves_used", ())}
    undecided = {}
    for ref, flagged in certificate.get("flags", {}).items():
        if not flagged["why"] and ref not in lost:
            undecided[ref] = flagged["flags"]
    return undecided


def may_issue(ref: str, *, workspace: Workspace) -> bool:
    """Tell whether a cycle's packs may go out: approved, and no flagged case waits for a person."""
    with workspace.open_view() as view:
        draw, cycle = view.find(Draw, ref), view.get(Cycle, ref)
        is_approved = cycle.status is CycleStatus.APPROVED
        return is_approved and draw is not None and not undecided_flags(draw.certificate)
