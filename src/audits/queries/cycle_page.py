"""One cycle as its page shows it: where it stands, its units, and what was done, when, by whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from audits.domain.gates import RECIPIENTS
from audits.domain.status import CycleStatus
from audits.storage import Cycle, CycleFigures, Dispatch, ReturnProblem, TrailEntry
from audits.templates import template_of
from audits.workspace import Workspace

from .cycles import FlowStep, flow_of
from .dispatches import DispatchLine, facts_of, message_lines, messages_of
from .held_packs import HeldFor, held_units
from .return_status import CycleReturns, returns_of_cycle, waits_for
from .story import StoryLine, story_of
from .units import UnitLine, unit_lines


MOVED = "cycle "  # how the trail begins when it says to which status a cycle moved


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What a unit is asked again, about which cell, and since when."""

    says: str
    case: str
    cell: str
    since: datetime


@dataclass(frozen=True, slots=True)
class CyclePage:
    """A cycle with its units and the messages about it.

    ``moves`` says by whom and when a cycle came to each status, ``story`` all that was done with
    it. ``asked_since`` is when the oldest question was raised that a unit still owes an answer to,
    by its code; ``names`` are the units' by their codes. ``issued``, ``returned`` and ``waived``
    count packs; ``held`` are the units whose pack is not sent yet, with what it waits for.
    ``lacks_register`` tells that it is to be drawn from a register that nobody has loaded,
    ``is_certified`` that an office inside some agency certifies its return.
    """

    ref: str
    kind: str
    title: str
    status: CycleStatus
    opened_on: date
    why_now: str
    register: str
    lacks_register: bool
    is_moderated: bool
    is_certified: bool
    eligible: int | None
    due_at: datetime | None
    flow: tuple[FlowStep, ...]
    figures: CycleFigures
    issued: int
    returned: int
    waived: int
    waits_for: tuple[str, ...]
    held: Mapping[str, HeldFor]
    went_on_why: str
    moves: Mapping[CycleStatus, StoryLine]
    story: tuple[StoryLine, ...]
    units: tuple[UnitLine, ...]
    asked_since: Mapping[str, datetime]
    questions: Mapping[str, tuple[OpenQuestion, ...]]
    names: Mapping[str, str]
    messages: tuple[DispatchLine, ...]

    @property
    def drawn(self) -> int:
        """Return how many cases are audited."""
        return self.figures.cases - self.figures.replaced


def cycle_page(ref: str, *, workspace: Workspace) -> CyclePage:
    """Return a cycle, its units and its messages, in eight statements however much there is.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle, draw = view.cycle_and_draw(ref)
        figures = view.figures_of(ref, gate=RECIPIENTS, register=_register_of(cycle))
        returns = returns_of_cycle(ref, view)
        messages = messages_of(ref, view)
        trail = view.all(TrailEntry, TrailEntry.about == ref, order_by=TrailEntry.seq)
    held: Mapping[str, HeldFor] = {}
    awaited: list[str] = []
    if cycle.status is CycleStatus.ISSUED:
        held = _held(ref, figures, messages, workspace)
        awaited = waits_for(returns.status, returns.names, held)
    template = template_of(cycle.template)
    return CyclePage(
        ref=ref, kind=cycle.kind, title=cycle.title, status=cycle.status,
        opened_on=cycle.opened_on, why_now=cycle.why_now,
        register=template.population.name, lacks_register=_lacks_register(cycle, figures),
        is_moderated=template.moderation is not None, is_certified=bool(template.certified_by),
        eligible=cycle.eligible, due_at=cycle.due_at,
        flow=flow_of(cycle, draw),
        figures=figures,
        issued=returns.status.issued,
        returned=len(returns.status.back),
        waived=len(returns.status.waived),
        waits_for=tuple(awaited),
        held=held,
        went_on_why=cycle.went_on.get("why", ""),
        moves=dict(_moves(trail)),
        story=story_of(trail),
        units=tuple(unit_lines(cycle.due_at, returns, workspace=workspace)),
        asked_since=dict(_asked_since(returns)),
        questions=dict(_questions(returns)),
        names={row.unit: name for row, name in messages} | dict(returns.names),
        messages=tuple(message_lines([facts_of(row) for row, _ in messages])),
    )  # fmt: skip


def _register_of(cycle: Cycle) -> str:
    """Return from which register a cycle is drawn, "" if from none."""
    return template_of(cycle.template).population.register or ""


def _lacks_register(cycle: Cycle, figures: CycleFigures) -> bool:
    is_to_be_read = cycle.eligible is None and _register_of(cycle) != ""
    return is_to_be_read and not figures.registers


def _held(
    ref: str,
    figures: CycleFigures,
    messages: Iterable[tuple[Dispatch, str]],
    workspace: Workspace,
) -> Mapping[str, HeldFor]:
    unconfirmed = frozenset([ref]) if figures.gate_opened else frozenset[str]()
    return held_units([row for row, _ in messages], unconfirmed, workspace)


def _moves(trail: Iterable[TrailEntry]) -> Iterator[tuple[CycleStatus, StoryLine]]:
    """Yield each status that a cycle came to, with who took it there, when and why."""
    for line in story_of(trail):
        status = line.what.removeprefix(MOVED)
        if line.what.startswith(MOVED) and status in set(CycleStatus):
            yield CycleStatus(status), line


def _questions(returns: CycleReturns) -> Iterator[tuple[str, tuple[OpenQuestion, ...]]]:
    """Yield each unit that still owes answers with all that it is asked, the oldest first."""
    for pack in returns.status.waiting:
        asked = returns.queries.get(pack.code, ())
        if pack.unit in returns.status.asked:
            yield pack.unit, tuple(map(_question, sorted(asked, key=attrgetter("raised_at"))))


def _question(row: ReturnProblem) -> OpenQuestion:
    return OpenQuestion(row.message, row.case_ref, row.cell, row.raised_at)


def _asked_since(returns: CycleReturns) -> Iterator[tuple[str, datetime]]:
    for pack in returns.status.waiting:
        queries: list[ReturnProblem] = list(returns.queries.get(pack.code, ()))
        if queries and pack.unit in returns.status.asked:
            yield pack.unit, min(map(attrgetter("raised_at"), queries))
