"""The lists that programs read: who may, what they may ask for, and what answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from audits.domain.remedies import Verb
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.actions import ActionLine
from audits.queries.cycles import CycleSummary
from audits.queries.factors import FactorLine, list_factors
from audits.queries.for_programs import (
    ActionsOf,
    CycleFinding,
    CycleReturn,
    CyclesWanted,
    Paging,
    Part,
    ResponseRate,
    actions_for_programs,
    cycles_for_programs,
    findings_for_programs,
    programme_for_programs,
    response_rates,
    returns_for_programs,
)
from audits.queries.units import Stands
from audits.queries.year_plan import PlannedOpening
from audits.web.visit import Visit


ROWS, MOST_ROWS = 1_000, 10_000


class Paged(BaseModel):
    """Which rows of a list are wanted; a word that the list does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    limit: int = Field(ROWS, ge=1, le=MOST_ROWS, description="How many rows at most.")
    offset: int = Field(0, ge=0, description="How many rows to pass over.")

    @property
    def paging(self) -> Paging:
        """Return which rows are wanted."""
        return Paging(self.limit, self.offset)


class Between(Paged):
    """Rows of some cycle, from a day until another; both are within."""

    cycle: str = Field("", description="Only of this cycle, as MASH-2026-W10.")
    since: date | None = Field(None, alias="from", description="Only from this day on.")
    until: date | None = Field(None, alias="to", description="Only until this day.")


class CyclesAsked(Between):
    """Which cycles are wanted; the days are those on which they were opened."""

    kind: str = Field("", description="Only of this kind of audit, named as its template is.")
    status: CycleStatus | None = Field(None, description="Only those that stand so.")

    @property
    def cycles(self) -> CyclesWanted:
        """Return which cycles are wanted."""
        return CyclesWanted(self.cycle, self.kind, self.status, self.since, self.until)


class ReturnsAsked(Between):
    """Which returns are wanted; the days are those on which their cycles were opened."""

    unit: str = Field("", description="Only of this unit, as police.")
    status: Stands | None = Field(None, description="Only those that stand so.")


class ActionsAsked(Between):
    """Which actions are wanted; the days are those on which they are due."""

    unit: str = Field("", description="Only of this unit, or of this agency and all its units.")
    status: ActionStatus | None = Field(None, description="Only those that stand so.")


class YearAsked(Paged):
    """Which year is wanted."""

    year: str = Field("", description="From April to March, as 2026/27. This year if left out.")


class FactorsAsked(Paged):
    """Which findings and actions count: those opened in a year, or all."""

    year: int | None = Field(None, description="Only of audits and actions opened in this year.")


@dataclass(frozen=True, slots=True)
class ApiList:
    """One list: its name in the address, who may read it, its rows and what may be asked of it."""

    name: str
    says: str
    verb: Verb
    row: type
    asked: type[Paged]
    answer: Callable[[Any, Visit], Part[Any]]


def _cycles(asked: CyclesAsked, visit: Visit) -> Part[CycleSummary]:
    return cycles_for_programs(asked.cycles, asked.paging, workspace=visit.workspace)


def _rates(asked: CyclesAsked, visit: Visit) -> Part[ResponseRate]:
    return response_rates(asked.cycles, asked.paging, workspace=visit.workspace)


def _findings(asked: CyclesAsked, visit: Visit) -> Part[CycleFinding]:
    return findings_for_programs(asked.cycles, asked.paging, workspace=visit.workspace)


def _returns(asked: ReturnsAsked, visit: Visit) -> Part[CycleReturn]:
    cycles = CyclesWanted(asked.cycle, since=asked.since, until=asked.until)
    return returns_for_programs(
        cycles, asked.paging, unit=asked.unit, stands=asked.status, workspace=visit.workspace
    )


def _actions(asked: ActionsAsked, visit: Visit) -> Part[ActionLine]:
    wanted = ActionsOf(
        asked.unit, asked.cycle, asked.status, asked.since, asked.until, visit.agencies
    )
    return actions_for_programs(wanted, asked.paging, workspace=visit.workspace)


def _programme(asked: YearAsked, visit: Visit) -> Part[PlannedOpening]:
    return programme_for_programs(asked.year, asked.paging, workspace=visit.workspace)


def _factors(asked: FactorsAsked, visit: Visit) -> Part[FactorLine]:
    lines = list_factors(workspace=visit.workspace, year=asked.year)
    return Part(asked.paging.of(lines), len(lines))


_V = Verb
LISTS = (
    ApiList(
        "cycles", "Audits, in the order they were opened, with their counts",
        _V.SEE_CYCLES, CycleSummary, CyclesAsked, _cycles,
    ),
    ApiList(
        "response-rates", "How many packs of each audit came back",
        _V.SEE_RETURNS, ResponseRate, CyclesAsked, _rates,
    ),
    ApiList(
        "returns", "Where the return of each unit that was asked stands",
        _V.SEE_RETURNS, CycleReturn, ReturnsAsked, _returns,
    ),
    ApiList(
        "findings", "What audits found, with the numbers and without single cases",
        _V.SEE_FINDINGS, CycleFinding, CyclesAsked, _findings,
    ),
    ApiList(
        "actions", "The action plan, the most overdue first",
        _V.SEE_ACTIONS, ActionLine, ActionsAsked, _actions,
    ),
    ApiList(
        "factors", "How often each contributing factor was named, the most often first",
        _V.SEE_THEMES, FactorLine, FactorsAsked, _factors,
    ),
    ApiList(
        "programme", "The audits planned for a year",
        _V.SEE_YEAR, PlannedOpening, YearAsked, _programme,
    ),
)  # fmt: skip
