"""What programs read, as a board's own spreadsheet: whole lists, a page at a time.

Each list takes a fixed number of statements, however much there is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from audits.domain.programme import year_of
from audits.domain.status import ActionStatus, CycleStatus
from audits.storage import Allowance, Cycle, FindingRow, View, one_of
from audits.templates import template_of
from audits.workspace import Workspace

from .action_list import ActionFilter, actions_wanted, reviewed
from .actions import ActionLine, action_line
from .cycle_rows import rows_about
from .cycles import CycleSummary, cycle_summary
from .extended import extended
from .findings import FindingFacts, finding_facts
from .return_status import (
    CycleReturns,
    ReturnStatus,
    answer_deadlines,
    returns_of_all_cycles,
    unit_names,
)
from .units import Stands, UnitLine, unit_lines
from .year_plan import PlannedOpening, plan_year


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page of a list: its rows, and how many there are on all pages."""

    rows: tuple[T, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of a list are wanted."""

    limit: int
    offset: int = 0

    def of(self, rows: Sequence[T]) -> tuple[T, ...]:
        """Return those of all rows that are wanted."""
        return tuple(rows[self.offset : self.offset + self.limit])


@dataclass(frozen=True, slots=True)
class CyclesWanted:
    """Which cycles; what is empty does not count. The days are those they were opened on."""

    cycle: str = ""
    kind: str = ""
    status: CycleStatus | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CycleReturn(UnitLine):
    """Where a unit's return stands, and of which cycle."""

    cycle: str


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """How many of a cycle's packs came back; ``issued`` is the sum of the three counts after it.

    ``rate`` is the share, from 0 to 1, of those that were not waived; None if there are none.
    """

    cycle: str
    kind: str
    title: str
    status: CycleStatus
    opened_on: date
    due_at: datetime | None
    issued: int
    returned: int
    waived: int
    waited_for: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class CycleFinding(FindingFacts):
    """A finding and its cycle, without the answers of single cases behind it."""

    cycle: str


@dataclass(frozen=True, slots=True)
class ActionsOf:
    """Which actions; what is empty does not count. The days are those they are due on.

    ``agencies`` are those whose actions alone may be seen, None where all may.
    """

    unit: str = ""
    cycle: str = ""
    status: ActionStatus | None = None
    since: date | None = None
    until: date | None = None
    agencies: tuple[str, ...] | None = None


def cycles_for_programs(
    wanted: CyclesWanted, page: Paging, *, workspace: Workspace
) -> Part[CycleSummary]:
    """Return cycles in the order they were opened, as the list of cycles has them."""
    with workspace.open_view() as view:
        refs = _refs(wanted, view)
        is_here = one_of(Cycle.ref, page.of(refs))
        cycles = view.all(Cycle, is_here, order_by=Cycle.opened_on)
        about = rows_about(None, view)
    summaries = []
    for cycle in cycles:
        summaries.append(cycle_summary(cycle, about))
    return Part(tuple(summaries), len(refs))


def response_rates(
    wanted: CyclesWanted, page: Paging, *, workspace: Workspace
) -> Part[ResponseRate]:
    """Return how many packs of each cycle came back, in the order the cycles were opened."""
    shown = (Cycle.ref, Cycle.kind, Cycle.title, Cycle.status, Cycle.opened_on, Cycle.due_at)
    with workspace.open_view() as view:
        rows = view.columns(shown, *_conditions(wanted), order_by=Cycle.opened_on)
        returns = returns_of_all_cycles(view)
    rates = []
    for row in page.of(rows):
        rates.append(_rate(row, returns[row[0]]))
    return Part(tuple(rates), len(rows))


def returns_for_programs(
    wanted: CyclesWanted,
    page: Paging,
    *,
    workspace: Workspace,
    unit: str = "",
    stands: Stands | None = None,
) -> Part[CycleReturn]:
    """Return where each unit's return stands, as the list of units has it.

    They are in the order their cycles were opened.
    """
    with workspace.open_view() as view:
        shown = (Cycle.ref, Cycle.due_at)
        due = view.columns(shown, *_conditions(wanted), order_by=Cycle.opened_on)
        returns = returns_of_all_cycles(view)
        names = unit_names(view)
        allowed = _allowances(view)
        deadlines = answer_deadlines(view)
    lines: list[CycleReturn] = []
    for ref, due_at in due:
        of_cycle = CycleReturns(returns[ref], names, allowed[ref], {}, deadlines)
        for line in unit_lines(due_at, of_cycle, workspace=workspace):
            if unit in ("", line.unit) and stands in (None, line.stands):
                lines.append(extended(CycleReturn, line, cycle=ref))
    return Part(page.of(lines), len(lines))


def findings_for_programs(
    wanted: CyclesWanted, page: Paging, *, workspace: Workspace
) -> Part[CycleFinding]:
    """Return findings as the list of findings has them, but for the answers behind them."""
    with workspace.open_view() as view:
        refs = _refs(wanted, view)
        numbers = view.counts_by(FindingRow.cycle, one_of(FindingRow.cycle, refs))
        rows = view.findings_without_answers(*refs)
        texts = view.values_by(Cycle.ref, Cycle.template, one_of(Cycle.ref, list(numbers)))
    places = {ref: place for place, ref in enumerate(refs)}
    rows.sort(key=lambda row: places[row.cycle])
    findings = []
    for row in page.of(rows):
        facts = finding_facts(row, template_of(texts[row.cycle]))
        findings.append(extended(CycleFinding, facts, cycle=row.cycle))
    return Part(tuple(findings), len(rows))


def actions_for_programs(
    wanted: ActionsOf, page: Paging, *, workspace: Workspace
) -> Part[ActionLine]:
    """Return actions as the list of actions has them, the most overdue first."""
    asked = ActionFilter(
        owner=wanted.unit, cycle=wanted.cycle, status=wanted.status, due_from=wanted.since,
        due_until=wanted.until, agencies=wanted.agencies, limit=page.limit, offset=page.offset,
    )  # fmt: skip
    with workspace.open_view() as view:
        number, _ = view.count_actions(actions_wanted(asked, workspace=workspace))
        rows = reviewed(asked, view=view, workspace=workspace)
    return Part(tuple(map(action_line, rows)), number)


def programme_for_programs(
    year: str, page: Paging, *, workspace: Workspace
) -> Part[PlannedOpening]:
    """Return the audits of a year, this one if none is named, as the calendar has them.

    Raises:
        UserError: if the year is written otherwise than as 2016/17.
    """
    openings = plan_year(year or year_of(workspace.today()), workspace=workspace).openings
    return Part(page.of(openings), len(openings))


def _refs(wanted: CyclesWanted, view: View) -> list[str]:
    return view.values(Cycle.ref, *_conditions(wanted), order_by=Cycle.opened_on)


def _conditions(wanted: CyclesWanted) -> Iterator[bool]:
    if wanted.cycle:
        yield Cycle.ref == wanted.cycle
    if wanted.kind:
        yield Cycle.kind == wanted.kind
    if wanted.status is not None:
        yield Cycle.status == wanted.status
    if wanted.since is not None:
        yield Cycle.opened_on >= wanted.since
    if wanted.until is not None:
        yield Cycle.opened_on <= wanted.until


def _rate(cycle: tuple[Any, ...], returns: ReturnStatus) -> ResponseRate:
    back, waived, waiting = map(len, (returns.back, returns.waived, returns.waiting))
    expected = back + waiting
    rate = None
    if expected:
        rate = round(back / expected, 4)
    ref, kind, title, status, opened_on, due_at = cycle
    counts = (returns.issued, back, waived, waiting, rate)
    return ResponseRate(ref, kind, title, status, opened_on, due_at, *counts)


def _allowances(view: View) -> dict[str, dict[str, list[Allowance]]]:
    """Return what units were allowed, by cycle and unit, each unit's in the order of decision."""
    by_cycle: dict[str, dict[str, list[Allowance]]] = defaultdict(dict)
    for row in view.all(Allowance, order_by=Allowance.number):
        by_cycle[row.cycle].setdefault(row.unit, []).append(row)
    return by_cycle
