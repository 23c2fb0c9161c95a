"""Whether the answers of a column may stand a row too low, as a cell was put in above them."""

from .blocks import Area, Block, Place, name_of
from .table import Role, Table


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
    rows = [row for row in area.rows_of(start) if block.row < row and (not end or row < end)]
    if not rows:
        return None
    below = area.texts_of(max(rows) + 1)
    filled = {place for place, text in below.items() if block.holds(place) and text.strip()}
    filled_in = {column} | {
        place
        for heading in table.headings
        if heading.role in (Role.ANSWER, Role.NOTE)
        for place in block.columns.get(name_of(heading), ())
    }
    if column not in filled or not filled <= filled_in:
        return None
    empty = [row for row in rows if not area.texts_of(row).get(column, "").strip()]
    return min(empty, default=None)
