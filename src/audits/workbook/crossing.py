"""Tables in which what is asked stands down one side and whose it is along the top.

Each table is known by the references in it: its labels share a column, its heads a row, or the
other way round where it was turned. Tables may stand beside and below each other; a cell is only
ever read by the label and the head of its own.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from audits.opening import FileSheet, cell_name

from .blocks import END, next_after
from .places import ReferenceCell, Spot, by_sheet


Place = tuple[int, int]
Line = Callable[[ReferenceCell], int]  # the row, or the column, in which a cell stands


@dataclass(frozen=True, slots=True)
class CrossTable:
    """One table: its ``heads`` say whose a column is, its ``labels`` what a row asks.

    Places are as they would be if no table were turned. ``rows`` and ``columns`` are between which
    the table lies, the column of its labels, ``side``, not among them.
    """

    sheet: FileSheet
    is_turned: bool
    side: int
    heads: tuple[ReferenceCell, ...]
    labels: tuple[ReferenceCell, ...]
    rows: tuple[int, int]
    columns: tuple[int, int]

    def place(self, row: int, column: int) -> Place:
        """Return a place of the sheet as one of the table, and the other way round."""
        if self.is_turned:
            return column, row
        return row, column

    def spots(self) -> Iterator[Spot]:
        """Yield where each head crosses each label, with the note that belongs to it."""
        for head in self.heads:
            column = self.column_of(head)
            for label in self.labels:
                number = label.reference.question
                if number is None or label.reference.is_note:
                    continue
                row = self.row_of(label)
                note = self._note_row(number, row)
                ref, at = head.reference, self.place(row, column)
                note_at = self.place(note, column) if note is not None else None
                yield Spot(ref.case, number, self.sheet, at, note_at, ref.edition)

    def row_of(self, cell: ReferenceCell) -> int:
        """Return the row of the table in which one of its references stands."""
        return self.place(cell.row, cell.column)[0]

    def column_of(self, cell: ReferenceCell) -> int:
        """Return the column of the table in which one of its references stands."""
        return self.place(cell.row, cell.column)[1]

    def cells(self) -> Iterator[tuple[Place, str]]:
        """Yield what stands in the table, by its place in the sheet."""
        for (row, column), text in self.sheet.cells.items():
            at = self.place(row, column)
            inside = self.rows[0] <= at[0] < self.rows[1]
            if inside and self.columns[0] <= at[1] < self.columns[1] and text.strip():
                yield at, text

    def label_at(self, row: int) -> str:
        """Return what stands in the column of labels, in a row of the table."""
        return self.sheet.cells.get(self.place(row, self.side), "")

    def cell(self, at: Place) -> str:
        """Return a place of the table as a cell of the sheet, as ``B4``."""
        return cell_name(*self.place(*at))

    def _note_row(self, number: int, row: int) -> int | None:
        """Return the row of a question's note: the nearest below, for a row may be copied."""
        rows = []
        for label in self.labels:
            if label.reference.is_note and label.reference.question == number:
                rows.append(self.row_of(label))
        below = next_after(row, rows)
        if below < END:
            return below
        return max(rows, default=None)


def cross_tables(reference_cells: Iterable[ReferenceCell], code: str) -> Iterator[CrossTable]:
    """Yield every table of one workbook, those without heads or without labels, too."""
    for sheet, cells in by_sheet(reference_cells):
        labels, heads = [], []
        for cell in cells:
            if cell.is_of(code) and cell.is_row and not cell.reference.is_once:
                heads.append(cell)
            elif cell.is_of(code) and not cell.is_row:
                labels.append(cell)
        if labels or heads:
            yield from _on_sheet(sheet, labels, heads)


def _on_sheet(
    sheet: FileSheet, labels: Sequence[ReferenceCell], heads: Sequence[ReferenceCell]
) -> Iterator[CrossTable]:
    row: Line = attrgetter("row")
    column: Line = attrgetter("column")
    is_turned = _is_turned(labels, heads)
    if is_turned:
        row, column = column, row
    labels_of, heads_of = defaultdict(list), defaultdict(list)
    for label in labels:
        labels_of[column(label)].append(label)
    sides = sorted(labels_of) or [0]
    for head in heads:
        heads_of[_side_of(column(head), sides)].append(head)
    for side, after in pairwise([*sides, END]):
        own = heads_of[side]
        begins = side + 1
        if own and max(map(column, own)) <= side:
            begins = 1
        for rows in _stretches(set(map(row, own))):
            yield CrossTable(
                sheet,
                is_turned,
                side,
                _within(rows, own, row),
                _within(rows, labels_of[side], row),
                rows,
                (begins, after),
            )


def _within(
    rows: tuple[int, int], cells: Iterable[ReferenceCell], row: Line
) -> tuple[ReferenceCell, ...]:
    """Return the cells between two rows, the second of them not among these."""
    return tuple(cell for cell in cells if rows[0] <= row(cell) < rows[1])


def _is_turned(labels: Iterable[ReferenceCell], heads: Iterable[ReferenceCell]) -> bool:
    """Tell whether a sheet was turned round: its labels stand beside each other."""
    across = _more_columns(labels)
    if across == 0:  # one label alone: its heads tell
        across = -_more_columns(heads)
    return across > 0


def _more_columns(cells: Iterable[ReferenceCell]) -> int:
    """Return how many more columns than rows there are in which these cells stand."""
    rows, columns = set(), set()
    for cell in cells:
        rows.add(cell.row)
        columns.add(cell.column)
    return len(columns) - len(rows)


def _side_of(column: int, sides: Sequence[int]) -> int:
    """Return the column of labels that a column belongs to: the nearest before it, or the first."""
    return sides[max(bisect_left(sides, column) - 1, 0)]


def _stretches(tops: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield from which row to which a table lies; one with a single line of heads has all."""
    lines = sorted(tops)
    if len(lines) < 2:
        yield 0, END
        return
    if lines[0] > 1:
        yield 0, lines[0]
    yield from pairwise([*lines, END])
