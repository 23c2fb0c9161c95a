"""The block that a row belongs to: its own line of headings, and nothing of its neighbours.

Blocks stand below one another, side by side, or turned round (a column a row). Each begins at its
column of references and ends where the next one begins. A line of headings is one that stands over
that column under "Row reference"; without those words, one that has enough of its headings and no
reference of a row. So neither an answer that reads like a heading nor another block's headings can
tell where an answer stands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from audits.domain.spelling import folded

from .places import Found
from .table import Heading, Role


Place = tuple[int, int]
LONGEST_HEADING = 200  # characters; longer texts are not looked at as headings
ENOUGH = 3  # headings make a line without "Row reference"
ANCHOR = folded("Row reference")


def name_of(heading: Heading) -> str:
    """Return what a heading is known by: its reference, or else its words."""
    return heading.part or folded(heading.text)


@dataclass(frozen=True, slots=True)
class Block:
    """One row's headings: the columns under each name, and between which columns it lies."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    left: int
    right: int | None

    def holds(self, column: int) -> bool:
        """Tell whether a column is one of the block's."""
        return column >= self.left and (self.right is None or column < self.right)

    @property
    def is_whole(self) -> bool:
        """Tell whether it has headings, and not those of two blocks."""
        others = {name: columns for name, columns in self.columns.items() if name != ANCHOR}
        return bool(others) and sum(len(columns) > 1 for columns in others.values()) < ENOUGH

    def column(self, heading: Heading) -> int | None:
        """Return the one column of a heading, None where there is none or more than one."""
        columns = self.columns.get(name_of(heading), ())
        if len(columns) != 1:
            return None
        return columns[0]


@dataclass(slots=True)
class Area:
    """One sheet in which blocks are looked for, ``is_turned`` where columns are taken for rows."""

    cells: Mapping[Place, str]
    formulas: frozenset[Place]
    is_turned: bool
    starts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    anchors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    shifts: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    _rows: dict[int, dict[int, str]] = field(default_factory=dict)

    def place(self, at: Place) -> Place:
        """Return a place of the sheet as one of the area, and the other way round."""
        if self.is_turned:
            return at[1], at[0]
        return at

    def block_of(self, at: Place) -> Block | None:
        """Return the block of the row whose reference stands at a place, if it can be told."""
        line = next(self._lines_for(at), None)
        if line is None:
            return None
        starts = sorted({*self.starts[at[0]], *self.anchors[line], at[1]})
        blocks = {start: self._between(line, start, starts) for start in starts}
        if len(starts) > 1:
            before = any(column < starts[0] for column, _ in self.lines[line])
            if before or not all(blocks[each].is_whole for each in self.anchors[line]):
                return None  # nobody can tell which headings belong to which of the blocks
        return blocks[at[1]]

    def stands_alone(self, at: Place) -> bool:
        """Tell whether nothing stands before a row's reference, nor another row beside it."""
        before = any(column < at[1] and t.strip() for column, t in self.texts_of(at[0]).items())
        return not before and self.starts[at[0]] <= {at[1]}

    def _between(self, line: int, start: int, starts: list[int]) -> Block:
        """Return the headings from one beginning to the next; a lone block has all there are."""
        left = 0 if len(starts) == 1 else start
        right = next((each for each in starts if each > start), None)
        columns: dict[str, tuple[int, ...]] = {}
        for column, name in sorted(self.lines[line]):
            if column >= left and (right is None or column < right):
                columns[name] = (*columns.get(name, ()), column)
        return Block(line, columns, left, right)

    def next_line(self, line: int, column: int) -> int | None:
        """Return the next line of headings below one, over the same column of references."""
        below = (each for each in self.lines if each > line and self._is_line_of(each, column))
        return min(below, default=None)

    def rows_of(self, column: int) -> Iterator[int]:
        """Yield the rows with a reference in a column."""
        return (row for row, columns in self.starts.items() if column in columns)

    def texts_of(self, row: int) -> Mapping[int, str]:
        """Return what stands in a row, by column."""
        if not self._rows:
            for (number, column), text in self.cells.items():
                self._rows.setdefault(number, {})[column] = text
        return self._rows.get(row, {})

    def _lines_for(self, at: Place) -> Iterator[int]:
        """Yield the lines of headings of a row, nearest first; sorting may have put one below."""
        fit = [line for line in self.lines if self._is_line_of(line, at[1])]
        yield from sorted((line for line in fit if line < at[0]), reverse=True)
        for line in sorted(line for line in fit if line > at[0]):
            between = range(at[0] + 1, line)
            if at[1] in self.anchors[line] and all(at[1] in self.starts[row] for row in between):
                yield line

    def _is_line_of(self, line: int, column: int) -> bool:
        if column in self.anchors[line]:
            return True
        if self.anchors[line] or self.starts[line]:
            return False
        names = {name for _, name in self.lines[line]}
        return len(names) >= ENOUGH or sum(name[:1] in "QN" for name in names) > 1


def areas(
    cells: Mapping[Place, str],
    formulas: Iterable[Place],
    found: Collection[Found],
    headings: Iterable[Heading],
    code: str,
) -> tuple[Area, Area]:
    """Return a sheet as it stands, and turned round, with what of a pack stands in it."""
    names = {name_of(h) for h in headings if h.role is not Role.REFERENCE and not h.part}
    plain = Area(cells, frozenset(formulas), is_turned=False)
    swapped = {(column, row): text for (row, column), text in cells.items()}
    turned = Area(swapped, frozenset((c, r) for r, c in plain.formulas), is_turned=True)
    marks = [*_marks(found, code), *_words(cells, names)]
    for kind, at, name in marks:
        for area in (plain, turned):
            row, column = area.place(at)
            if kind == "start":
                area.starts[row].add(column)
            else:
                area.lines[row].append((column, name))
                if kind == "anchor":
                    area.anchors[row].add(column)
    return plain, turned


def _marks(found: Iterable[Found], code: str) -> Iterator[tuple[str, Place, str]]:
    """Yield where rows begin, of whatever pack, and the headings of one that have references."""
    for each in found:
        at = (each.row, each.column)
        if each.is_row:
            if each.is_label:
                yield "start", at, ""
        elif each.reference.is_ours and each.reference.code == code:
            yield "heading", at, each.reference.part


def _words(cells: Mapping[Place, str], names: set[str]) -> Iterator[tuple[str, Place, str]]:
    for at, text in cells.items():
        if len(text) >= LONGEST_HEADING:
            continue
        words = folded(text)
        if words == ANCHOR:
            yield "anchor", at, words
        elif words in names:
            yield "heading", at, words
