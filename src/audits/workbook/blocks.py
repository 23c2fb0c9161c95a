"""The block that a row belongs to: its own line of headings, and nothing of its neighbours.

Blocks stand below one another, side by side, or turned round (a column a row). Each begins at its
column of references and ends where the next one begins. A line of headings is one that stands over
that column under "Row reference"; without those words, one that has enough of its headings and no
reference of a row. So neither an answer that reads like a heading nor another block's headings can
tell where an answer stands.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter

from audits.domain.spelling import folded
from audits.opening import FileSheet

from .places import ReferenceCell
from .table import Heading, Role


Place = tuple[int, int]
LONGEST_HEADING = 200  # characters; longer texts are not looked at as headings
ENOUGH = 3  # headings make a line without "Row reference"
ANCHOR = folded("Row reference")
END = 1 << 21  # beyond every row and column of a sheet


def names_in_words(headings: Iterable[Heading]) -> set[str]:
    """Return the names of the headings that are known by their words alone."""
    names = set()
    for heading in headings:
        if heading.role is not Role.REFERENCE and not heading.part:
            names.add(heading.name)
    return names


def next_after(place: int, places: Iterable[int]) -> int:
    """Return the nearest of some rows or columns beyond one, ``END`` where there is none."""
    return min((other for other in places if other > place), default=END)


@dataclass(frozen=True)
class Block:
    """One row's headings: the columns under each name, and between which columns it lies."""

    row: int
    columns: Mapping[str, tuple[int, ...]]
    left: int
    right: int

    def holds(self, column: int) -> bool:
        """Tell whether a column is one of the block's."""
        return self.left <= column < self.right

    def is_free(self, column: int) -> bool:
        """Tell whether a column is one of the block's, and none of our headings stands over it."""
        return self.holds(column) and column not in self._headed

    @cached_property
    def _headed(self) -> frozenset[int]:
        # Asked of every filled cell of a row: looked through once.
        return frozenset(chain.from_iterable(self.columns.values()))

    @property
    def is_whole(self) -> bool:
        """Tell whether it has headings, and not those of two blocks."""
        headings = doubled = 0
        for name, columns in self.columns.items():
            if name != ANCHOR:
                headings += 1
                doubled += len(columns) > 1
        return headings > 0 and doubled < ENOUGH

    def column(self, heading: Heading) -> int | None:
        """Return the one column of a heading, None where there is none or more than one."""
        columns = self.columns.get(heading.name, ())
        if len(columns) != 1:
            return None
        return columns[0]


@dataclass(slots=True)
class Area:
    """One sheet in which blocks are looked for, ``is_turned`` where columns are taken for rows."""

    sheet: FileSheet
    cells: Mapping[Place, str]
    formulas: frozenset[Place]
    is_turned: bool
    starts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    anchors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    shifts: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    blocks: dict[tuple[int, ...], Block] = field(default_factory=dict)
    _rows: dict[int, dict[int, str]] = field(default_factory=dict)
    _filled: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

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
        if not self._can_be_told_apart(line, starts):
            return None  # nobody can tell which headings belong to which of the blocks
        key = (line, at[1], *starts)
        if key not in self.blocks:
            self.blocks[key] = self._between(line, at[1], starts)
        return self.blocks[key]

    def _can_be_told_apart(self, line: int, starts: list[int]) -> bool:
        """Tell whether every heading over blocks side by side belongs to one of them."""
        if len(starts) == 1:
            return True
        if min(map(itemgetter(0), self.lines[line])) < starts[0]:
            return False
        return all(self._between(line, start, starts).is_whole for start in self.anchors[line])

    def stands_alone(self, at: Place) -> bool:
        """Tell whether nothing stands before a row's reference, nor another row beside it."""
        return min(self.filled_in(at[0]), default=at[1]) >= at[1] and self.starts[at[0]] <= {at[1]}

    def _between(self, line: int, start: int, starts: list[int]) -> Block:
        """Return the headings from one beginning to the next; a lone block has all there are."""
        left = 0 if len(starts) == 1 else start
        right = next_after(start, starts)
        columns: dict[str, tuple[int, ...]] = {}
        for column, name in sorted(self.lines[line]):
            if left <= column < right:
                columns[name] = (*columns.get(name, ()), column)
        return Block(line, columns, left, right)

    def next_line(self, line: int, column: int) -> int:
        """Return the next line of headings below one, over the same column of references."""
        return next_after(line, self._lines_of(column))

    def rows_of(self, column: int) -> Iterator[int]:
        """Yield the rows with a reference in a column."""
        return (row for row, columns in self.starts.items() if column in columns)

    @property
    def rows(self) -> Collection[int]:
        """Return the rows in which any cell is."""
        if not self._rows:
            self._sort_cells()
        return self._rows.keys()

    def texts_of(self, row: int) -> Mapping[int, str]:
        """Return what stands in a row, by column."""
        if not self._rows:
            self._sort_cells()
        return self._rows.get(row, {})

    def words_at(self, at: Place) -> str:
        """Return what stands at a place as texts are compared."""
        return self.sheet.words_at(self.place(at))

    def filled_in(self, row: int) -> Sequence[int]:
        """Return the columns of a row in which something stands that can be seen."""
        if not self._rows:
            self._sort_cells()
        return self._filled.get(row, ())

    def _sort_cells(self) -> None:
        for (row, column), text in self.cells.items():
            self._rows.setdefault(row, {})[column] = text
            if text.strip():
                self._filled[row].append(column)

    def _lines_for(self, at: Place) -> Iterator[int]:
        """Yield the lines of headings of a row, nearest first; sorting may have put one below."""
        lines = sorted(self._lines_of(at[1]))
        yield from reversed(lines[: bisect_left(lines, at[0])])
        for line in lines[bisect_right(lines, at[0]) :]:
            if at[1] in self.anchors[line] and self._are_rows(at[1], range(at[0] + 1, line)):
                yield line

    def _lines_of(self, column: int) -> Iterator[int]:
        """Yield the lines of headings over a column of references."""
        return (line for line in self.lines if self._is_line_of(line, column))

    def _are_rows(self, column: int, numbers: Iterable[int]) -> bool:
        """Tell whether each of these rows has its reference in a column."""
        return all(column in self.starts[number] for number in numbers)

    def _is_line_of(self, line: int, column: int) -> bool:
        if column in self.anchors[line]:
            return True
        if self.anchors[line] or self.starts[line]:
            return False
        names = set(map(itemgetter(1), self.lines[line]))
        return len(names) >= ENOUGH or sum(map(_is_reference, names)) > 1


def _is_reference(name: str) -> bool:
    """Tell whether a heading is known by its reference, as ``Q07``, not by its words."""
    return name.startswith(("Q", "N"))


def areas(
    sheet: FileSheet,
    formulas: frozenset[Place],
    reference_cells: Collection[ReferenceCell],
    names: set[str],
    code: str,
) -> tuple[Area, Area]:
    """Return a sheet as it stands, and turned round, with what of a pack stands in it.

    ``names`` are those of its headings that have no reference.
    """
    plain = Area(sheet, sheet.cells, formulas, is_turned=False)
    swapped = {(column, row): text for (row, column), text in sheet.cells.items()}
    turned = Area(sheet, swapped, frozenset(map(_swapped, formulas)), is_turned=True)
    for kind, at, name in chain(_marks(reference_cells, code), _words(sheet, names)):
        for area in (plain, turned):
            row, column = area.place(at)
            if kind == "start":
                area.starts[row].add(column)
            else:
                area.lines[row].append((column, name))
                if kind == "anchor":
                    area.anchors[row].add(column)
    return plain, turned


def _swapped(at: Place) -> Place:
    return at[1], at[0]


def _marks(reference_cells: Iterable[ReferenceCell], code: str) -> Iterator[tuple[str, Place, str]]:
    """Yield where rows begin, of whatever pack, and the headings of one that have references."""
    for cell in reference_cells:
        at = (cell.row, cell.column)
        if cell.is_row:
            if cell.is_label:
                yield "start", at, ""
        elif cell.is_of(code):
            yield "heading", at, cell.reference.part


def _words(sheet: FileSheet, names: set[str]) -> Iterator[tuple[str, Place, str]]:
    for at, text in sheet.cells.items():
        if len(text) >= LONGEST_HEADING:
            continue
        words = sheet.words_at(at)
        if words == ANCHOR:
            yield "anchor", at, words
        elif words in names:
            yield "heading", at, words
