"""What meets whoever fills in a sheet of questions: rules, colours, panes, printed pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from audits.domain.pack import CONCERN, KNOWN
from audits.xlsx import (
    Rule,
    Sheet,
    column_letter,
    grey_out_when,
    mark_when,
    print_on,
    protect,
)

from .rules import note_is_wanted, plan_is_missing, validation
from .table import HEADING_ROW, Slot, Table


Queries = Mapping[tuple[str, str], str]  # what is wrong with the answer to a question about a case
# Characters across a landscape A4 page whose letters of 11 points are printed in at least 8: a page
# is 10.9 inches wide between its margins, and a character 7 of 96 pixels.
WIDE = 200


def by_row(slots: Iterable[Slot]) -> Mapping[int, list[Slot]]:
    """Return slots by the row that they stand in."""
    rows: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        rows[slot.row].append(slot)
    return rows


def accept(sheet: Sheet, slots: list[Slot], queries: Queries) -> None:
    """Put a rule on the cells of each question, and a colour on notes that are wanted."""
    rules: dict[tuple[str, str], Rule] = {}
    rows = by_row(slots)
    for slot in slots:
        query = queries.get((slot.case, slot.question.id), "")
        rule = rules.setdefault((slot.question.id, query), validation(slot.question, query))
        rule.add(slot.cell)
        condition = plan_is_missing(slot, rows[slot.row])
        if slot.note_column:
            condition = note_is_wanted(slot)
        if condition:
            mark_when(sheet, slot.note_cell or slot.cell, condition)
    for rule in rules.values():
        sheet.add_data_validation(rule)


def grey_out(sheet: Sheet, table: Table) -> None:
    """Grey the rest about a child who is not known, but for a concern: nothing is wanted there."""
    known, rest = None, []
    for slot in table.slots():
        if slot.question.id == KNOWN.id:
            known = known or slot
        elif slot.question.id != CONCERN.id:
            rest.append(slot)
    if known is None or not rest:
        return
    columns = [column for slot in rest for column in (slot.column, slot.note_column or slot.column)]
    rows = [slot.row for slot in rest]
    cells = f"{column_letter(min(columns))}{min(rows)}:{column_letter(max(columns))}{max(rows)}"
    fixed = "" if table.is_grid else "$"  # each row of a grid is about another child
    letter = column_letter(known.column)
    grey_out_when(sheet, cells, f'${letter}{fixed}{known.row}="No"')


def pages_wide(widths: Sequence[float], repeated: int) -> int:
    """Return how many pages a sheet takes, whose first columns are repeated on each."""
    again = sum(widths[:repeated])
    return max(1, ceil((sum(widths) - again) / (WIDE - again)))


def set_up(sheet: Sheet, table: Table, asked: list[Slot]) -> None:
    """Set what a person meets: panes, filter, protection, the first cell, the printed page."""
    last = column_letter(len(table.headings))
    first = next(iter(asked or table.slots()))
    frozen = 3 if table.is_grid else 2
    sheet.freeze_panes = f"{column_letter(frozen)}{HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + len(table.lines)}"
    protect(sheet)
    sheet.protection.sort = sheet.protection.autoFilter = False
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_properties.tabColor = "FF1D70B8"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = first.cell
    pages = pages_wide(table.widths, frozen - 1)
    names = None
    if pages > 1:
        names = f"A:{column_letter(frozen - 1)}"
    heading = f"{HEADING_ROW}:{HEADING_ROW}"
    print_on(sheet, "landscape", pages_wide=pages, rows=heading, columns=names)
