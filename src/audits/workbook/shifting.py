"""Whether the answers of a column may stand a row too low, as a cell was put in above them."""

from .blocks import Area, Block, Place
from .table import Table


def shifted_from(area: Area, block: Block, at: Place, column: int, table: Table) -> int | None:
    """Return the row from which the answers of a column may be shifted down, None if none may.

    They may where an answer stands below the last row, alone but for other answers, and a cell
    above it is empty: from the first such cell on, nobody can tell whose each answer is.
    """
    key = (block.row, at[1], column)
    if key not in area.shifts:
        area.shifts[key] = _shifted_from(area, block, at[1], column, table)
    return area.shifts[key]


def _shifted_from(area: Area, block: Block, start: int, column: int, table: Table) -> int | None:
    end = area.next_line(block.row, start)
    rows = [row for row in area.rows_of(start) if block.row < row < end]
    if not rows:
        return None
    below = set(filter(block.holds, area.filled_in(max(rows) + 1)))
    if column not in below:
        return None
    to_fill_in = {column}
    for heading in table.to_fill_in:
        to_fill_in.update(block.columns.get(heading.name, ()))
    if not below <= to_fill_in:
        return None
    return min((row for row in rows if column not in area.filled_in(row)), default=None)
