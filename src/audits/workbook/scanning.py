"""Where every answer of a pack stands in a file, by the references in it and by nothing else."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.question import Question
from audits.domain.spelling import folded
from audits.opening import FileContents, cell_name

from .blocks import Area, Block, Place, areas, names_in_words, next_after
from .fitting import (
    fits,
    is_of_another,
    may_stand_for,
    names_of,
    rivals,
    stands_as_issued,
)
from .headings import ROW_HEADINGS, YOUR_ANSWER
from .layout import tables
from .places import ReferenceCell, Spot, by_sheet
from .references import references_in
from .shifting import shifted_from
from .table import Line, Role, Table


ALTERED = "The row reference was altered, so the row could not be read. Restore it."
OF_ANOTHER_PACK = "This row belongs to another pack. Return it in that pack's own workbook."


def references(contents: FileContents, key: bytes) -> tuple[ReferenceCell, ...]:
    """Return every reference in every sheet, hidden or not, altered ones too."""
    return tuple(_references(contents, key))


def _references(contents: FileContents, key: bytes) -> Iterator[ReferenceCell]:
    for sheet in contents.sheets:
        for (row, column), text in sheet.cells.items():
            in_cell = dict.fromkeys(references_in(text, key))
            for reference in in_cell:
                if reference.part != "A00":
                    yield ReferenceCell(reference, sheet, row, column, text, len(in_cell) == 1)


def packs_of(reference_cells: Iterable[ReferenceCell]) -> tuple[str, ...]:
    """Return the codes of the packs that sound references speak of, the most frequent first."""
    counts = Counter(cell.reference.code for cell in reference_cells if cell.is_ours)
    return tuple(code for code, _ in counts.most_common())


def answer_spots(
    reference_cells: Iterable[ReferenceCell], pack: Pack, contents: FileContents
) -> Iterator[Spot]:
    """Yield where the answers of a pack stand, one twice if a row or a column was copied."""
    issued = dict(_issued_lines(pack))
    headings = chain.from_iterable(table.headings for table, _ in issued.values())
    in_words = names_in_words(headings)
    names = {folded(names_of(line)) for _, line in issued.values()}
    for sheet, cells in by_sheet(reference_cells):
        formulas = contents.formulas_on(sheet.title)
        both_ways = areas(sheet, formulas, cells, in_words, pack.code)
        for cell in cells:
            if _is_row_of(cell, pack.code) and cell.reference.part in issued:
                row = _Row(cell, both_ways, *issued[cell.reference.part])
                yield from row.spots(names)


def _issued_lines(pack: Pack) -> Iterator[tuple[str, tuple[Table, Line]]]:
    """Yield every row that was issued, by the part of the reference that it begins with."""
    for table in tables(pack):
        for line in table.lines:
            yield line.part, (table, line)


def answers_once(reference_cells: Iterable[ReferenceCell], code: str) -> Iterator[Spot]:
    """Yield the answers to what is asked once, below the heading of answers."""
    in_words = names_in_words(ROW_HEADINGS)
    for sheet, cells in by_sheet(reference_cells):
        plain, _ = areas(sheet, frozenset(), cells, in_words, code)
        for cell in cells:
            number = cell.reference.question
            if not cell.reference.is_once or not _is_row_of(cell, code) or number is None:
                continue
            block = plain.block_of((cell.row, cell.column))
            if block:
                for column in block.columns.get(folded(YOUR_ANSWER), ()):
                    yield _spot(cell, number, column, None)


def _is_row_of(cell: ReferenceCell, code: str) -> bool:
    """Tell whether a cell names one row of a pack; two references in a cell name none."""
    return cell.is_row and cell.is_alone and cell.is_of(code)


@dataclass(frozen=True)
class _Row:
    """A row with its reference, and what was issued in it."""

    cell: ReferenceCell
    areas: tuple[Area, Area]
    table: Table
    line: Line

    def spots(self, names: set[str]) -> Iterator[Spot]:
        """Yield where a row is answered: below its own headings, or else by its place."""
        area, block = self._block
        at = area.place((self.cell.row, self.cell.column))
        if is_of_another(at, area, block, self.line, names):
            return
        is_as_issued = (
            not area.is_turned
            and area.stands_alone(at)
            and stands_as_issued(at, area, self.table, self.line)
        )
        if block and not fits(at, area, block, self.table, self.line):
            block = None  # those are another's headings, or the row was shifted under its own
        for place, question in self._asked():
            spots: list[Spot] = []
            if block:
                spots += self._below(at, area, block, place, question)
            if is_as_issued:
                spots = _or_by_place(spots, self._by_place(place, question))
            yield from spots

    @cached_property
    def _block(self) -> tuple[Area, Block | None]:
        for area in self.areas:
            block = area.block_of(area.place((self.cell.row, self.cell.column)))
            if block and self._answers_in(block):
                return area, block
        return self.areas[0], None

    @cached_property
    def _free(self) -> Sequence[int]:
        """Return the columns in which something stands in the row below no heading of ours."""
        area, block = self._block
        if block is None:
            return []
        row, _ = area.place((self.cell.row, self.cell.column))
        return list(filter(block.is_free, area.filled_in(row)))

    def _answers_in(self, block: Block) -> bool:
        headings = self.table.headings
        return any(headings[place].name in block.columns for place, _ in self._asked())

    def _asked(self) -> Iterator[tuple[int, Question]]:
        """Yield the places, from nought, in which the row is answered, and what is asked."""
        for place, heading in enumerate(self.table.headings):
            if heading.role is Role.ANSWER:
                question = self.line.asked_in(heading)
                if question is not None:
                    yield place, question

    def _below(
        self, at: Place, area: Area, block: Block, place: int, question: Question
    ) -> Iterator[Spot]:
        """Yield each column that may hold an answer; more than one leaves it to a person."""
        own = self._own_column(at, block, place)
        columns = self._columns(at, area, block, place, own)
        for column in sorted(columns):
            shifted = shifted_from(area, block, at, column, self.table)
            for note in self._notes(area, block, place, column, columns):
                answer_at = area.place((at[0], column))
                note_at = area.place((at[0], note)) if note else None
                ref = self.cell.reference
                yield Spot(
                    ref.case, question.number, self.cell.sheet, answer_at, note_at, ref.edition,
                    line=(self.cell.row, self.cell.column), is_own_place=column == own,
                    is_doubtful=shifted is not None and at[0] >= shifted,
                )  # fmt: skip

    def _own_column(self, at: Place, block: Block, place: int) -> int | None:
        """Return the column in which an answer was issued: the one after what came before it."""
        before = block.column(self.table.headings[place - 1])
        if self.table.headings[place - 1].role is Role.REFERENCE:
            before = at[1]
        if not before:
            return None
        return before + 1

    def _columns(
        self, at: Place, area: Area, block: Block, place: int, own: int | None
    ) -> set[int]:
        """Return the columns that may hold an answer: under its heading, or under one like it."""
        heading = self.table.headings[place]
        named = set(block.columns.get(heading.name, ())) - {at[1]}
        if not named:
            if own and may_stand_for(area, block, own, heading):
                return {own}
            return set()
        near = {own}
        for column in named:
            near |= {column - 1, column + 1}
        return named.union(rivals(area, block, self._free, heading, near))

    def _notes(
        self, area: Area, block: Block, place: int, column: int, answers: Collection[int]
    ) -> tuple[int | None, ...]:
        """Return the columns of the note beside an answer: those before the next such answer."""
        after = self.table.headings[place + 1 : place + 2]
        if not after or after[0].role is not Role.NOTE:
            return (None,)
        notes = block.columns.get(after[0].name, ())
        if not notes and may_stand_for(area, block, column + 1, after[0]):
            return (column + 1,)
        if len(answers) == 1 or len(notes) == 1:
            return notes or (None,)
        following = next_after(column, answers)
        return tuple(note for note in notes if column < note < following) or (None,)

    def _by_place(self, place: int, question: Question) -> Spot:
        after = self.table.headings[place + 1 : place + 2]
        column = self.cell.column + place
        note = column + 1 if after and after[0].role is Role.NOTE else None
        spot = _spot(self.cell, question.number, column, note)
        return replace(spot, by_place=True, is_own_place=True)


def _or_by_place(spots: list[Spot], by_place: Spot) -> list[Spot]:
    """Return what stands below headings, with the note by its place if it has none, or the place.

    The note is that of the place only where the answer stands there, too.
    """
    if not spots:
        return [by_place]
    for spot in spots:
        if spot.note_at is not None or spot.at != by_place.at:
            return spots
    return [replace(spot, note_at=by_place.note_at) for spot in spots]


def _spot(cell: ReferenceCell, question: int, column: int, note: int | None) -> Spot:
    note_at = (cell.row, note) if note else None
    ref = cell.reference
    return Spot(
        ref.case, question, cell.sheet, (cell.row, column), note_at, ref.edition,
        line=(cell.row, cell.column),
    )  # fmt: skip


def odd_references(
    reference_cells: Iterable[ReferenceCell], known: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with references: altered, or of a pack that is not among the known."""
    for cell in reference_cells:
        where = (cell.sheet.title, cell_name(cell.row, cell.column))
        if not cell.is_ours:
            yield Problem(ProblemCode.BAD_CHECK, ALTERED, *where)
        elif cell.reference.code not in known:
            yield Problem(ProblemCode.OTHER_PACK_ROW, OF_ANOTHER_PACK, *where)
