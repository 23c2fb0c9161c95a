"""Where cycles stand: their frames, counts and gates, and whom they wait for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap
from typing import Literal

from audits.domain.status import ANALYSED_OR_LATER, CycleStatus
from audits.queries.spot_checks import words_for_checks
from audits.sampling import flow
from audits.storage import (
    Cycle,
    Draw,
    Gate,
    TrailEntry,
)
from audits.templates import AuditTemplate, template_of
from audits.workspace import Workspace

from .cycle_rows import CycleRows, rows_about
from .extended import extended
from .held_packs import held_units_of
from .return_status import (
    ReturnStatus,
    waits_for,
)
from .surveys import SurveyQuestion, survey_questions


@dataclass(frozen=True, slots=True)
class FrameView:
    """What a cycle draws from; its counts are None until the frame is frozen.

    ``excluded`` and ``out_of_scope`` count what was left out by the reason; ``commitment`` is
    published at the freeze, before the draw.
    """

    register: str
    register_sha256: str | None
    sha256: str | None
    population: int | None
    eligible: int | None
    excluded: Mapping[str, int]
    out_of_scope: Mapping[str, int]
    commitment: str | None


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One count on the way from the register to the drawn cases."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class CycleCounts:
    """How many packs and cases a cycle has.

    ``issued``, ``returned``, ``waived`` and ``waited_for`` count packs, and the first is the sum
    of the others; ``drawn``, ``replaced`` and ``analysed`` count cases.
    """

    drawn: int
    replaced: int
    issued: int
    returned: int
    waived: int
    waited_for: int
    analysed: int


@dataclass(frozen=True, slots=True)
class UnitLeftOut:
    """A unit that a cycle did not wait for any longer, and how many answers it still owed."""

    unit: str
    asked: int


@dataclass(frozen=True, slots=True)
class WentOn:
    """A person's decision to go on without some units' answers: why, when, without whom."""

    why: str
    at: datetime
    without: tuple[UnitLeftOut, ...]


@dataclass(frozen=True, slots=True)
class NobodyLeftOut:
    """Nobody was left out: the cycle waited for every unit, or still does. It is falsy."""

    def __bool__(self) -> Literal[False]:
        """Return False, so that ``if facts.went_on`` reads as it says."""
        return False


@dataclass(frozen=True, slots=True)
class GateLine:
    """A decision that waits for a person, or who made it and when."""

    name: str
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    decision: str


@dataclass(frozen=True, slots=True)
class CycleSummary:
    """Where a cycle stands: its frame, its counts, whom it waits for, and its gates.

    ``spot_check`` says how many of the claims that were looked at held; "" if none was drawn.
    """

    ref: str
    kind: str
    title: str
    status: CycleStatus
    opened_on: date
    since: date | None
    until: date | None
    due_at: datetime | None
    frame: FrameView
    flow: tuple[FlowStep, ...]
    counts: CycleCounts
    waits_for: tuple[str, ...]
    went_on: WentOn | NobodyLeftOut
    owner: str | None
    spot_check: str
    surveys: tuple[SurveyQuestion, ...]
    gates: tuple[GateLine, ...]


@dataclass(frozen=True, slots=True)
class CycleDetail(CycleSummary):
    """The same with what was committed to before the draw.

    ``key_commitment`` is published when the cycle opens, the frame's ``commitment`` at
    ``frozen_at``.
    """

    key_commitment: str | None
    frozen_at: datetime | None


def cycle_status(ref: str, *, workspace: Workspace) -> CycleStatus:
    """Return where a cycle stands.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        return view.get(Cycle, ref).status


def describe_cycle(ref: str, *, workspace: Workspace) -> CycleDetail:
    """Return a cycle with its frame, its counts and its gates.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        opened = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "cycle opened")
        frozen = view.first(TrailEntry, TrailEntry.about == ref, TrailEntry.verb == "frame frozen")
        rows = rows_about(ref, view)
        held = held_units_of(ref, view, workspace)
    key_commitment = opened.facts.get("key_commitment") if opened else None
    frozen_at = frozen.at if frozen else None
    summary = cycle_summary(cycle, rows, held)
    return extended(CycleDetail, summary, key_commitment=key_commitment, frozen_at=frozen_at)


def list_cycles(*, workspace: Workspace) -> list[CycleSummary]:
    """Return every cycle, in the order they were opened."""
    with workspace.open_view() as view:
        cycles = view.all(Cycle, order_by=Cycle.opened_on)
        rows = rows_about(None, view)
        without: defaultdict[str, set[str]] = defaultdict(set)
        for ref, unit in view.units_without_pack():
            without[ref].add(unit)
    return [cycle_summary(cycle, rows, without[cycle.ref]) for cycle in cycles]


def cycle_summary(cycle: Cycle, rows: CycleRows, held: Collection[str] = ()) -> CycleSummary:
    """Return where a cycle stands, from what stands about it.

    ``held`` are the units whose packs are not sent yet.
    """
    ref, template = cycle.ref, template_of(cycle.template)
    returns = rows.returns[ref]
    waited_for: tuple[str, ...] = ()
    if cycle.status is CycleStatus.ISSUED:
        waited_for = tuple(waits_for(returns, rows.unit_names, held))
    return CycleSummary(
        ref=ref,
        kind=cycle.kind,
        title=cycle.title,
        status=cycle.status,
        opened_on=cycle.opened_on,
        since=cycle.since,
        until=cycle.until,
        due_at=cycle.due_at,
        frame=_frame(cycle, template),
        flow=flow_of(cycle, rows.draws.get(ref)),
        counts=_counts(cycle, returns, rows),
        waits_for=waited_for,
        went_on=_went_on(cycle),
        owner=template.owner,
        spot_check=words_for_checks(rows.checks.get(ref, ())),
        surveys=survey_questions(rows.surveys.get(ref, ())),
        gates=tuple(map(_gate, rows.gates.get(ref, ()))),
    )


def _frame(cycle: Cycle, template: AuditTemplate) -> FrameView:
    return FrameView(
        register=template.population.name,
        register_sha256=cycle.register_sha256,
        sha256=cycle.frame_sha256,
        population=cycle.population,
        eligible=cycle.eligible,
        excluded=dict(cycle.excluded),
        out_of_scope=dict(cycle.out_of_scope),
        commitment=cycle.commitment,
    )


def flow_of(cycle: Cycle, draw: Draw | None) -> tuple[FlowStep, ...]:
    """Return the counts from the register to the cases, none before the frame is frozen."""
    if cycle.population is None:
        return ()
    if draw is not None:
        return tuple(starmap(FlowStep, flow(draw.certificate)))
    before = {
        "out_of_scope": cycle.out_of_scope, "population": cycle.population,
        "excluded": cycle.excluded, "eligible": cycle.eligible,
    }  # fmt: skip
    return tuple(starmap(FlowStep, flow(before)))


def _counts(cycle: Cycle, returns: ReturnStatus, rows: CycleRows) -> CycleCounts:
    ref = cycle.ref
    replaced = rows.replaced.get(ref, 0)
    analysed = 0
    if ref in rows.findings or cycle.status in ANALYSED_OR_LATER:
        analysed = rows.answered.get(ref, 0)
    back, waived, waiting = map(len, (returns.back, returns.waived, returns.waiting))
    return CycleCounts(
        drawn=rows.cases.get(ref, 0) - replaced,
        replaced=replaced,
        issued=back + waived + waiting,
        returned=back,
        waived=waived,
        waited_for=waiting,
        analysed=analysed,
    )


def _went_on(cycle: Cycle) -> WentOn | NobodyLeftOut:
    kept = cycle.went_on
    if not kept:
        return NobodyLeftOut()
    without = tuple(UnitLeftOut(left["unit"], left["asked"]) for left in kept["without"])
    return WentOn(kept["why"], datetime.fromisoformat(kept["at"]), without)


def _gate(gate: Gate) -> GateLine:
    return GateLine(gate.name, gate.opened_at, gate.decided_at, gate.decided_by, gate.decision)
