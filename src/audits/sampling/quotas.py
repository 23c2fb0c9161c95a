"""Quotas on two dimensions: whole numbers for each cell that meet both margins exactly.

The cells' exact shares come from iterative proportional fitting (Deming and Stephan 1940): as near
to the frame's own proportions as the margins allow. They are rounded so that both margins still
hold (controlled rounding, Cox and Ernst 1982), here as the flow from rows to columns with the least
sum of squared differences from the exact shares. Each cell is then a simple random sample, and the
probability of a case is its cell's n/N. Nothing is left to chance but the ranks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from audits.domain.amounts import many
from audits.domain.errors import SampleError
from audits.domain.plan import SamplePlan

from .strata import cell


Margin: TypeAlias = Mapping[str, int]
Cell: TypeAlias = tuple[str, str]
Way: TypeAlias = tuple[Cell, ...]
Reached: TypeAlias = dict[str, tuple[int, Way]]

ROUNDS = 200  # of fitting; a handful of cells settles in twenty
SCALE = 1 << 20  # shares are compared as whole numbers, so that no machine rounds another way


@dataclass(frozen=True)
class _Table:
    """How many each cell can give, and what both margins ask."""

    most: Mapping[Cell, int]
    rows: Margin
    columns: Margin

    def line(self, side: int, value: str) -> list[Cell]:
        """Return the cells of one row (side 0) or column (side 1)."""
        return [place for place in self.most if place[side] == value]


def allocate_quotas(
    plan: SamplePlan, *, available: Mapping[str, int], taken: Mapping[str, int]
) -> dict[str, int]:
    """Return how many cases each cell gives at random.

    ``available`` is the most each cell can give; ``taken`` counts the cases chosen by name, whose
    places are taken off both margins.

    Raises:
        SampleError: saying which quota cannot be met.
    """
    table = _table(plan, available, taken)
    first, second = sorted(plan.quotas)
    for name, margin, side in ((first, table.rows, 0), (second, table.columns, 1)):
        _check_margin(table, margin, side, name)
    given = _round(table, _fit(table))
    drawn, asked = sum(given.values()), sum(table.rows.values())
    if drawn < asked:
        raise SampleError(
            f"The quotas by '{first}' and by '{second}' cannot both be met: of the "
            f"{many(asked, 'case')} "
            f"they ask for, {drawn} can be drawn that fit both. Change the numbers or widen the "
            "dates."
        )
    return {cell(place): number for place, number in given.items()}


def check_quotas(size: int | None, quotas: Mapping[str, Margin]) -> None:
    """Refuse quotas that are not on two dimensions, or do not agree with the size.

    Raises:
        SampleError: saying the numbers.
    """
    if len(quotas) not in (0, 2):
        raise SampleError("Quotas are on two dimensions; for one, give strata fixed numbers.")
    for name, quota in sorted(quotas.items()):
        total = sum(quota.values())
        if total != size:
            asks = "no number of cases"
            if size is not None:
                asks = many(size, "case")
            raise SampleError(
                f"The plan asks for {asks}, but its quotas by '{name}' add up to {total}. "
                "Make the numbers agree in the template."
            )


def _table(plan: SamplePlan, available: Mapping[str, int], taken: Mapping[str, int]) -> _Table:
    first, second = sorted(plan.quotas)
    rows, columns = (dict(sorted(plan.quotas[name].items())) for name in (first, second))
    most = {}
    for place in product(rows, columns):
        row, column = place
        most[place] = available.get(cell(place), 0)
        chosen = taken.get(cell(place), 0)
        rows[row] -= chosen
        columns[column] -= chosen
    short = sorted(name for name, left in (*rows.items(), *columns.items()) if left < 0)
    if short:
        raise SampleError(
            f"More cases of '{short[0]}' were chosen by name than its quota allows. Choose fewer."
        )
    return _Table(most, rows, columns)


def _check_margin(table: _Table, margin: Margin, side: int, name: str) -> None:
    for value, asked in margin.items():
        eligible = sum(map(table.most.__getitem__, table.line(side, value)))
        if eligible < asked:
            raise SampleError(
                f"The plan asks for {asked} from '{value}' ({name}) but {eligible} are eligible. "
                "Lower the number or widen the dates."
            )


def _fit(table: _Table) -> dict[Cell, float]:
    """Scale rows and columns in turn until both margins hold."""
    shares = dict[Cell, float](table.most)
    margins = (table.rows, table.columns)
    for _ in range(ROUNDS):
        for side, margin in enumerate(margins):
            for value, asked in margin.items():
                _scale(shares, table.line(side, value), asked)
    return shares


def _scale(shares: dict[Cell, float], line: Sequence[Cell], asked: int) -> None:
    """Bring the shares of a line to what is asked of it; a line of nothing stays so."""
    total = sum(map(shares.__getitem__, line))
    if total:
        for place in line:
            shares[place] = shares[place] * asked / total


def _round(table: _Table, shares: Mapping[Cell, float]) -> dict[Cell, int]:
    """Give the cases out one by one, each along the cheapest way through the table.

    Successive shortest paths: with costs that grow, every step is the best for its number of
    cases, so the last one is the best of all. A way may take a case back from one cell to give it
    to another; the first in the alphabet wins a tie.
    """
    exact = {place: round(share * SCALE) for place, share in shares.items()}
    given = dict.fromkeys(sorted(table.most), 0)
    rows, columns = dict(table.rows), dict(table.columns)
    while way := _cheapest_way(_Costs(table.most, given, exact), rows, columns):
        rows[way[0][0]] -= 1
        columns[way[-1][1]] -= 1
        for place in way[::2]:
            given[place] += 1
        for place in way[1::2]:
            given[place] -= 1
    return given


@dataclass(frozen=True)
class _Costs:
    """What one case more or less in a cell adds to the sum of squares; None if it cannot be."""

    most: Mapping[Cell, int]
    given: Mapping[Cell, int]
    exact: Mapping[Cell, int]

    def of_one_more(self, place: Cell) -> int | None:
        now = self.given[place]
        if now >= self.most[place]:
            return None
        return SCALE * (2 * now + 1) - 2 * self.exact[place]

    def of_one_less(self, place: Cell) -> int | None:
        now = self.given[place]
        if not now:
            return None
        return 2 * self.exact[place] - SCALE * (2 * now - 1)


def _cheapest_way(costs: _Costs, rows: Margin, columns: Margin) -> Way:
    """Return the cells of the cheapest way from a row to a column that both want a case more.

    Every second cell of it gives one back. Found as Bellman and Ford do, for a step back may cost
    less than nothing.
    """
    nothing: tuple[int, Way] = (0, ())
    at_row = dict.fromkeys(filter(rows.__getitem__, sorted(rows)), nothing)
    at_column: Reached = {}
    further = True
    while further:
        further = False
        for place in costs.given:
            row, column = place
            further |= _step(at_row, at_column, (row, column), place, costs.of_one_more(place))
        for place in costs.given:
            row, column = place
            further |= _step(at_column, at_row, (column, row), place, costs.of_one_less(place))
    ready = [at_column[name] for name in sorted(at_column) if columns[name]]
    _, way = min(ready, key=lambda reached: reached[0], default=nothing)
    return way


def _step(start: Reached, end: Reached, ends: Cell, place: Cell, cost: int | None) -> bool:
    """Go over one cell, and tell whether that way is the cheapest so far."""
    if cost is None or ends[0] not in start:
        return False
    before, way = start[ends[0]]
    if ends[1] in end and end[ends[1]][0] <= before + cost:
        return False
    end[ends[1]] = (before + cost, (*way, place))
    return True
