"""One draw, for whoever approves it: from what, who was left out and why, and what is flagged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.domain.status import CycleStatus
from audits.storage import Case, Cycle, Draw, Register, TrailEntry, View
from audits.templates import template_of
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .cycles import FlowStep, flow_of
from .flagged_cases import undecided_flags


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """One drawn case under its pseudonym.

    ``flags`` are what a person must look at, ``decided`` what somebody said of them; ``why`` is
    why a case was chosen by name.
    """

    ref: str
    stratum: str
    details: Mapping[str, str]
    probability: float
    targeted: bool
    why: str
    flags: tuple[str, ...]
    decided: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class DrawDetail:
    """A draw with everything that somebody who approves it has to see.

    ``register`` and ``frame`` are the fingerprints of the register and of the list it was drawn
    from. ``loaded_at`` is when the newest register was loaded that it may be drawn from, and
    ``waits_for`` the one that must be loaded first, "" if none. ``key`` is None until it is
    approved; ``frozen_at`` is when the commitment was published. ``rulings`` say of each case that
    a person let in or left out which of both, and why.
    """

    cycle: CycleTitle
    register_name: str
    register: str | None
    since: date | None
    until: date | None
    frame: str | None
    commitment: str | None
    frozen_at: datetime | None
    loaded_at: datetime | None
    waits_for: str
    drawn_at: datetime | None
    key: str | None
    flow: tuple[FlowStep, ...]
    cases: tuple[DrawnCase, ...]
    shortfall: str
    undecided: tuple[str, ...]
    rulings: tuple[tuple[str, str], ...]
    is_from_register: bool

    @property
    def waits_for_approval(self) -> bool:
        """Tell whether somebody has to approve it."""
        return self.cycle.status is CycleStatus.DRAWN


def describe_draw(ref: str, *, workspace: Workspace) -> DrawDetail:
    """Return a cycle's draw; where none was made, what is known before it.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        draw = view.find(Draw, ref)
        cases = view.all(Case, Case.cycle == ref, order_by=Case.number)
        loaded_at = _loaded_at(cycle, view)
        frozen = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "frame frozen")
    certificate: Mapping[str, Any] = draw.certificate if draw else {}
    frozen_at = frozen.at if frozen else None
    drawn_at = draw.drawn_at if draw else None
    population = template_of(cycle.template).population
    is_made = cycle.status is not CycleStatus.PLANNED or not population.register
    waits_for = "" if loaded_at or is_made else population.name
    return DrawDetail(
        cycle=title_of(cycle),
        register_name=population.name,
        register=cycle.register_sha256,
        since=cycle.since,
        until=cycle.until,
        frame=cycle.frame_sha256,
        commitment=cycle.commitment,
        frozen_at=frozen_at,
        loaded_at=loaded_at,
        waits_for=waits_for,
        drawn_at=drawn_at,
        key=certificate.get("key"),
        flow=flow_of(cycle, draw),
        cases=tuple(_drawn(cases, certificate.get("flags", {}))),
        shortfall=certificate.get("shortfall", ""),
        undecided=tuple(undecided_flags(certificate)),
        rulings=tuple(map(_ruling, cycle.rulings.values())),
        is_from_register=population.register is not None,
    )


def _loaded_at(cycle: Cycle, view: View) -> datetime | None:
    """Return when the newest register was loaded that a cycle may be drawn from."""
    register = template_of(cycle.template).population.register
    if cycle.status is not CycleStatus.PLANNED or not register:
        return None
    return max(view.values(Register.loaded_at, Register.name == register), default=None)


def _drawn(cases: list[Case], flags: Mapping[str, Any]) -> Iterator[DrawnCase]:
    for row in cases:
        yield _case(row, flags.get(row.ref, {}))


def _case(row: Case, flagged: Mapping[str, Any]) -> DrawnCase:
    return DrawnCase(
        ref=row.ref,
        stratum=row.stratum,
        details=row.details,
        probability=row.probability,
        targeted=row.targeted,
        why=row.why,
        flags=tuple(flagged.get("flags", ())),
        decided=flagged.get("why", ""),
        replaced_by=row.replaced_by,
    )


def _ruling(ruling: Mapping[str, str]) -> tuple[str, str]:
    return ruling["ruling"], ruling["why"]
