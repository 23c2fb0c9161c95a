"""Where each unit of a cycle stands: back, waived or waited for, and what it was allowed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from audits.storage import Allowance, Cycle, IssuedPack, Unit, is_empty, none_of, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .current_rows import asked_units
from .return_status import CycleReturns, returns_of_cycle, units_of


class Stands(StrEnum):
    """Where a unit's return is."""

    BACK = "back"
    WAIVED = "waived"
    WAITED_FOR = "waited for"


class AllowanceKind(StrEnum):
    """What a unit was allowed."""

    EXTENSION = "extension"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class AllowanceLine:
    """More time or a waiver for a unit; ``reason`` is a waiver's kind in words, "" otherwise.

    ``before`` is the deadline that it had until then.
    """

    what: AllowanceKind
    until: datetime | None
    before: datetime
    reason: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Where a unit that was asked stands.

    ``asked_again`` counts the answers that are still asked for of a unit whose return has come; it
    is due when they are.
    """

    unit: str
    name: str
    stands: Stands
    due_at: datetime
    due_on: date
    first_due_on: date
    overdue: bool
    allowed: tuple[AllowanceLine, ...]
    asked_again: int


def list_units(ref: str, *, workspace: Workspace) -> list[UnitLine]:
    """Return every unit that a cycle asked: those waited for first, by deadline and code.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        returns = returns_of_cycle(ref, view)
    return unit_lines(cycle.due_at, returns, workspace=workspace)


def unit_lines(
    due_at: datetime | None, returns: CycleReturns, *, workspace: Workspace
) -> list[UnitLine]:
    """Return the same of a cycle whose returns are read already, and that was due at a moment."""
    so_far = returns.status
    stands = dict.fromkeys(units_of(so_far.back), Stands.BACK)
    stands |= dict.fromkeys(units_of(so_far.waived), Stands.WAIVED)
    lines = [
        _line(
            pack,
            due_at,
            returns.names[pack.unit],
            stands.get(pack.unit, Stands.WAITED_FOR),
            returns.allowed.get(pack.unit, []),
            so_far.asked.get(pack.unit, 0),
            returns.deadlines.get(pack.code, pack.due_at),
            workspace=workspace,
        )
        for pack in (*so_far.back, *so_far.waived, *so_far.waiting)
    ]
    return sorted(lines, key=lambda line: (line.stands is Stands.BACK, line.due_at, line.unit))


def units_to_join(ref: str, *, workspace: Workspace) -> list[tuple[str, str]]:
    """Return the units, with their names, that a cycle's agencies have and that were not asked.

    Raises:
        NotFoundError: if there is no such cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        asked = asked_units(ref, view)
        respondents = template_of(cycle.template).respondents
        units = view.all(
            Unit, one_of(Unit.agency, respondents), none_of(Unit.code, asked),
            is_empty(Unit.left_on), order_by=Unit.code,
        )  # fmt: skip
    return [(unit.code, unit.name) for unit in units]


def _line(
    pack: IssuedPack,
    cycle_due_at: datetime | None,
    name: str,
    stands: Stands,
    allowed: list[Allowance],
    asked_again: int,
    deadline: datetime,
    *,
    workspace: Workspace,
) -> UnitLine:
    calendar = workspace.calendar
    due_at = deadline if asked_again else pack.due_at
    return UnitLine(
        unit=pack.unit,
        name=name,
        stands=stands,
        due_at=due_at,
        due_on=calendar.local_date(due_at),
        first_due_on=calendar.local_date(cycle_due_at or pack.due_at),
        overdue=stands is Stands.WAITED_FOR and due_at < workspace.clock(),
        allowed=tuple(map(_allowance, allowed)),
        asked_again=asked_again,
    )


def _allowance(row: Allowance) -> AllowanceLine:
    what, reason = AllowanceKind.EXTENSION, ""
    if row.waived:
        what, reason = AllowanceKind.WAIVER, row.waived.words
    return AllowanceLine(
        what=what,
        until=row.until,
        before=row.due_before,
        reason=reason,
        why=row.why,
        at=row.decided_at,
        by=row.decided_by,
    )
