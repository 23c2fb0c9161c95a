"""Tables in which what is asked stands down one side and whose it is along the top.

Each table is known by the references in it: its labels share a column, its heads a row, or the
other way round where it was turned. Tables may stand beside and below each other; a cell is only
ever read by the label and the head of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audits.opening import FileSheet, cell_name

from .places import ReferenceCell, Spot


Place = tuple[int, int]


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
            column = self.place(head.row, head.column)[1]
            for label in self.labels:
                number = label.reference.question
                if number is None or label.reference.is_note:
                    continue
                row = self._row(label)
                note = self._note_row(number, row)
                ref, at = head.reference, self.place(row, column)
                note_at = self.place(note, column) if note is not None else None
                yield Spot(ref.case, number, self.sheet, at, note_at, ref.edition)

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

    def _row(self, label: ReferenceCell) -> int:
        return self.place(label.row, label.column)[0]

    def _note_row(self, number: int, row: int) -> int | None:
        """Return the row of a question's note: the nearest below, for a row may be copied."""
        rows = []
        for label in self.labels:
            if label.reference.is_note and label.reference.question == number:
                rows.append(self._row(label))
        below = [note for note in rows if note > row]
        if below:
            return min(below)
        return max(rows, default=None)


END = 1 << 21  # beyond every row and column of a sheet


def cross_tables(found: Collection[ReferenceCell], code: str) -> Iterator[CrossTable]:
    """Yield every table of one workbook, those without heads or without labels, too."""
    sheets: dict[int, list[ReferenceCell]] = {}
    for each in found:
        ref = each.reference
        if ref.is_ours and ref.code == code and not ref.is_once:
            sheets.setdefault(id(each.sheet), []).append(each)
    for on_sheet in sheets.values():
        yield from _on_sheet(on_sheet)


def _on_sheet(references: Sequence[ReferenceCell]) -> Iterator[CrossTable]:
    labels = [reference for reference in references if not reference.is_row]
    heads = [each for each in references if each.is_row]
    is_turned = _is_turned(labels, heads)
    sides = sorted({_at(label, is_turned)[1] for label in labels}) or [0]
    for side, after in pairwise([*sides, END]):
        own = [head for head in heads if _side_of(_at(head, is_turned)[1], sides) == side]
        mine = [label for label in labels if _at(label, is_turned)[1] == side]
        begins = side + 1
        if own and max(_at(head, is_turned)[1] for head in own) <= side:
            begins = 1
        for rows in _stretches({_at(head, is_turned)[0] for head in own}):
            yield CrossTable(
                references[0].sheet,
                is_turned,
                side,
                tuple(head for head in own if rows[0] <= _at(head, is_turned)[0] < rows[1]),
                tuple(label for label in mine if rows[0] <= _at(label, is_turned)[0] < rows[1]),
                rows,
                (begins, after),
            )


def _is_turned(labels: Sequence[ReferenceCell], heads: Sequence[ReferenceCell]) -> bool:
    """Tell whether a sheet was turned round: its labels stand beside each other."""
    across = len({label.column for label in labels}) - len({each.row for each in labels})
    if across == 0:  # one label alone: its heads tell
        across = len({head.row for head in heads}) - len({each.column for each in heads})
    return across > 0


def _at(each: ReferenceCell, is_turned: bool) -> Place:
    if is_turned:
        return each.column, each.row
    return each.row, each.column


def _side_of(column: int, sides: Sequence[int]) -> int:
    """Return the column of labels that a column belongs to: the nearest before it, or the first."""
    return max((side for side in sides if side < column), default=sides[0])


def _stretches(tops: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield from which row to which a table lies; one with a single line of heads has all."""
    lines = sorted(tops)
    if len(lines) < 2:
        yield 0, END
        return
    if lines[0] > 1:
        yield 0, lines[0]
    yield from pairwise([*lines, END])
