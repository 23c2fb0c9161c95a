"""Where every answer of a pack stands in a file, by the references in it and by nothing else."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.question import Question
from audits.domain.spelling import folded
from audits.opening import FileContents, FileSheet, cell_name

from .blocks import Area, Block, Place, areas, name_of
from .fitting import (
    fits,
    is_of_another,
    is_rival,
    may_stand_for,
    names_of,
    stands_as_issued,
)
from .layout import ROW_HEADINGS, YOUR_ANSWER, tables
from .places import Found, Spot
from .references import references_in
from .shifting import shifted_from
from .table import Heading, Line, Role, Table


def references(seen: FileContents, key: bytes) -> tuple[Found, ...]:
    """Return every reference in every sheet, hidden or not, altered ones too."""
    return tuple(
        Found(each, sheet, row, column, text, len(here) == 1)
        for sheet in seen.sheets
        for (row, column), text in sheet.cells.items()
        for here in [list(dict.fromkeys(references_in(text, key)))]
        for each in here
        if each.part != "A00"
    )


def packs_of(found: tuple[Found, ...]) -> tuple[str, ...]:
    """Return the codes of the packs that sound references speak of, the most frequent first."""
    counts = Counter(each.reference.code for each in found if each.reference.is_ours)
    return tuple(code for code, _ in counts.most_common())


def spots(found: tuple[Found, ...], pack: Pack, seen: FileContents) -> Iterator[Spot]:
    """Yield where the answers of a pack stand, one twice if a row or a column was copied."""
    issued = {line.part: (table, line) for table in tables(pack) for line in table.lines}
    headings = [heading for table, _ in issued.values() for heading in table.headings]
    names = {folded(names_of(line)) for _, line in issued.values()}
    for sheet, here in _by_sheet(found):
        there = areas(sheet.cells, _formulas(seen, sheet), here, headings, pack.code)
        for each in here:
            if _is_row_of(each, pack.code) and each.reference.part in issued:
                row = _Row(each, there, *issued[each.reference.part])
                yield from row.spots(names)


def answers_once(found: tuple[Found, ...], code: str) -> Iterator[Spot]:
    """Yield the answers to what is asked once, below the heading of answers."""
    answer = next(each for each in ROW_HEADINGS if each.text == YOUR_ANSWER)
    for sheet, here in _by_sheet(found):
        plain, _ = areas(sheet.cells, (), here, ROW_HEADINGS, code)
        for each in (f for f in here if f.reference.is_once and _is_row_of(f, code)):
            block = plain.block_of((each.row, each.column))
            for column in block.columns.get(name_of(answer), ()) if block else ():
                number = each.reference.question
                if number is not None:
                    yield _spot(each, number, column, None)


def _by_sheet(found: tuple[Found, ...]) -> Iterator[tuple[FileSheet, list[Found]]]:
    sheets: dict[int, list[Found]] = {}
    for each in found:
        sheets.setdefault(id(each.sheet), []).append(each)
    for here in sheets.values():
        yield here[0].sheet, here


def _is_row_of(each: Found, code: str) -> bool:
    """Tell whether a cell names one row of a pack; two references in a cell name none."""
    ref = each.reference
    return each.is_row and each.is_alone and ref.is_ours and ref.code == code


def _formulas(seen: FileContents, sheet: FileSheet) -> list[Place]:
    return [(row, column) for title, row, column in seen.formulas if title == sheet.title]


@dataclass(frozen=True)
class _Row:
    """A row with its reference, and what was issued in it."""

    found: Found
    areas: tuple[Area, Area]
    table: Table
    line: Line

    def spots(self, names: set[str]) -> Iterator[Spot]:
        """Yield where a row is answered: below its own headings, or else by its place."""
        area, block = self._block
        at = area.place((self.found.row, self.found.column))
        if is_of_another(at, area, block, self.line, names):
            return
        is_as_issued = (
            not area.is_turned
            and area.stands_alone(at)
            and stands_as_issued(at, area, self.table, self.line)
        )
        if block and not fits(at, area, block, self.table, self.line):
            block = None  # those are another's headings, or the row was shifted under its own
        for place, (_, question) in self._asked():
            here = list(self._below(at, area, block, place, question)) if block else []
            placed = self._by_place(place, question) if is_as_issued else None
            if placed and not here:
                here = [placed]
            elif placed and all(each.note_at is None and each.at == placed.at for each in here):
                here = [replace(each, note_at=placed.note_at) for each in here]
            yield from here

    @cached_property
    def _block(self) -> tuple[Area, Block | None]:
        for area in self.areas:
            block = area.block_of(area.place((self.found.row, self.found.column)))
            if block and self._answers_in(block):
                return area, block
        return self.areas[0], None

    def _answers_in(self, block: Block) -> bool:
        return any(name_of(heading) in block.columns for _, (heading, _) in self._asked())

    def _asked(self) -> Iterator[tuple[int, tuple[Heading, Question]]]:
        """Yield the places, from nought, in which the row is answered, and what is asked."""
        for place, heading in enumerate(self.table.headings):
            question = self.line.asked_in(heading) if heading.role is Role.ANSWER else None
            if question is not None:
                yield place, (heading, question)

    def _below(
        self, at: Place, area: Area, block: Block, place: int, question: Question
    ) -> Iterator[Spot]:
        """Yield each column that may hold an answer; more than one leaves it to a person."""
        own = self._own_column(at, block, place)
        columns = self._columns(at, area, block, place, own)
        for column in sorted(columns):
            shifted = shifted_from(area, block, at, column, self.table)
            for note in self._notes(area, block, place, column, columns):
                cell = area.place((at[0], column))
                beside = area.place((at[0], note)) if note else None
                ref = self.found.reference
                yield Spot(
                    ref.case, question.number, self.found.sheet, cell, beside, ref.edition,
                    line=(self.found.row, self.found.column), is_own_place=column == own,
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
        named = set(block.columns.get(name_of(heading), ())) - {at[1]}
        if not named:
            if own and may_stand_for(area, block, own, heading):
                return {own}
            return set()
        near = {own, *(each + by for each in named for by in (-1, 1))}
        filled = [c for c, text in area.texts_of(at[0]).items() if text.strip()]
        return named | {c for c in filled if is_rival(area, block, c, heading, near)}

    def _notes(
        self, area: Area, block: Block, place: int, column: int, answers: Collection[int]
    ) -> tuple[int | None, ...]:
        """Return the columns of the note beside an answer: those before the next such answer."""
        after = self.table.headings[place + 1 : place + 2]
        if not after or after[0].role is not Role.NOTE:
            return (None,)
        notes = block.columns.get(name_of(after[0]), ())
        if not notes and may_stand_for(area, block, column + 1, after[0]):
            return (column + 1,)
        if len(answers) == 1 or len(notes) == 1:
            return notes or (None,)
        following = min((answer for answer in answers if answer > column), default=None)
        near = [n for n in notes if n > column and (following is None or n < following)]
        return tuple(near) or (None,)

    def _by_place(self, place: int, question: Question) -> Spot:
        after = self.table.headings[place + 1 : place + 2]
        column = self.found.column + place
        note = column + 1 if after and after[0].role is Role.NOTE else None
        spot = _spot(self.found, question.number, column, note)
        return replace(spot, by_place=True, is_own_place=True)


def _spot(row: Found, question: int, column: int, note: int | None) -> Spot:
    place = (row.row, note) if note else None
    ref = row.reference
    return Spot(
        ref.case, question, row.sheet, (row.row, column), place, ref.edition,
        line=(row.row, row.column),
    )  # fmt: skip


def odd_references(found: tuple[Found, ...], known: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with references: altered, or of a pack that is not among the known."""
    for each in found:
        where = (each.sheet.title, cell_name(each.row, each.column))
        if not each.reference.is_ours:
            says = "The row reference was altered, so the row could not be read. Restore it."
            yield Problem(ProblemCode.BAD_CHECK, says, *where)
        elif each.reference.code not in known:
            says = "This row belongs to another pack. Return it in that pack's own workbook."
            yield Problem(ProblemCode.OTHER_PACK_ROW, says, *where)
