"""Where every answer of a pack stands in a file, by the references in it and by nothing else."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from audits.domain.answer import Problem, ProblemCode
from audits.domain.pack import Pack
from audits.domain.spelling import folded
from audits.opening import FileContents, FileSheet, cell_name

from .layout import YOUR_ANSWER, tables
from .references import Reference, references_in
from .table import Heading, Line, Role, Slot, Table


LONGEST_HEADING = 60  # characters; longer texts are not looked at as headings


@dataclass(frozen=True, slots=True)
class Found:
    """A cell in which a reference stands."""

    reference: Reference
    sheet: FileSheet
    row: int
    column: int
    text: str = field(repr=False)

    @property
    def is_row(self) -> bool:
        """Tell whether it says what a row is, not what a column is."""
        return self.reference.case is not None or self.reference.is_once


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one answer stands, as row and column.

    ``case`` is the case's number, None for what is asked once. ``by_place``: no heading told which
    answer it is, only its place in a row that stands as it was issued.
    """

    case: int | None
    question: int
    sheet: FileSheet
    at: tuple[int, int]
    note_at: tuple[int, int] | None = None
    edition: int = 1
    by_place: bool = False

    @property
    def key(self) -> tuple[int | None, int]:
        """Return what it answers."""
        return self.case, self.question

    @property
    def answer(self) -> str:
        """Return the answer's text."""
        return self.sheet.cells.get(self.at, "")

    @property
    def note(self) -> str:
        """Return the note's text."""
        return self.sheet.cells.get(self.note_at, "") if self.note_at else ""

    @property
    def cell(self) -> str:
        """Return the answer's cell, as ``B4``."""
        return cell_name(*self.at)


def references(seen: FileContents, key: bytes) -> tuple[Found, ...]:
    """Return every reference in every sheet that people see, altered ones too."""
    return tuple(
        Found(reference, sheet, row, column, text)
        for sheet in seen.sheets
        for (row, column), text in sheet.cells.items()
        for reference in references_in(text, key)
        if sheet.is_visible and reference.part != "A00"
    )


def packs_of(found: tuple[Found, ...]) -> tuple[str, ...]:
    """Return the codes of the packs that sound references speak of, the most frequent first."""
    counts = Counter(each.reference.code for each in found if each.reference.is_ours)
    return tuple(code for code, _ in counts.most_common())


def spots(found: tuple[Found, ...], pack: Pack) -> Iterator[Spot]:
    """Yield where the answers of a pack stand, one twice if a row was copied."""
    sound = [f for f in found if f.reference.is_ours and f.reference.code == pack.code]
    issued = {line.part: (table, line) for table in tables(pack) for line in table.lines}
    names = {folded(_names(line)) for _, line in issued.values()}
    wanted = {folded(h.text) for table, _ in issued.values() for h in table.headings}
    for sheet in {id(each.sheet): each.sheet for each in sound}.values():
        here = [each for each in sound if each.sheet is sheet]
        headings = [each for each in here if not each.is_row]
        texts = _texts_of([each for each in here if each.is_row])
        words = _words_of(sheet, wanted)
        for row in here:
            if not row.is_row or row.reference.part not in issued:
                continue
            table, line = issued[row.reference.part]
            if _is_of_another(texts[row.row], line, names):
                continue
            if line.question is None:
                yield from _case_row(row, headings, table, line)
            else:
                yield from _question_row(row, words, table, line)


def crossings(found: tuple[Found, ...], code: str) -> Iterator[Spot]:
    """Yield where each row or column of a table crosses each of its headings, either way round."""
    sound = [f for f in found if f.reference.is_ours and f.reference.code == code]
    for sheet in {id(each.sheet): each.sheet for each in sound}.values():
        here = [each for each in sound if each.sheet is sheet and not each.reference.is_once]
        headings = [each for each in here if not each.is_row]
        for row in (each for each in here if each.is_row and headings):
            if _runs_down(headings):
                yield from _across(row, headings)
            else:
                yield from _below(row, _nearest(row, headings))


def answers_once(found: tuple[Found, ...], code: str) -> Iterator[Spot]:
    """Yield the answers to what is asked once, below the heading of answers."""
    for each in found:
        sound = each.reference.is_ours and each.reference.code == code
        if sound and each.reference.is_once and each.reference.question is not None:
            heading = folded(YOUR_ANSWER)
            column = _column_below(each, _words_of(each.sheet, [heading])[heading])
            if column is not None:
                yield _spot(each, each.reference.question, column, None)


def _texts_of(rows: Sequence[Found]) -> Mapping[int, set[str]]:
    """Return what stands in each of a sheet's rows that has a reference."""
    texts: dict[int, set[str]] = {each.row: set() for each in rows}
    for (number, _), text in rows[0].sheet.cells.items() if rows else ():
        if number in texts:
            texts[number].add(folded(text))
    return texts


def _is_of_another(texts: set[str], line: Line, names: set[str]) -> bool:
    """Tell whether a row says in words that it is another: its reference was copied onto it."""
    own = folded(_names(line))
    return own not in texts and bool(texts & names)


def _names(line: Line) -> str:
    """Return what names a row in words: its question, or its case."""
    return line.question.asks if line.question else line.case


Words = Mapping[str, list[tuple[int, int]]]


def _words_of(sheet: FileSheet, wanted: Collection[str]) -> Words:
    """Return where the headings of answers and notes stand, if their words stand anywhere."""
    found: dict[str, list[tuple[int, int]]] = {each: [] for each in wanted}
    for place, text in sheet.cells.items():
        if len(text) < LONGEST_HEADING and folded(text) in found:
            found[folded(text)].append(place)
    return found


def _case_row(row: Found, headings: list[Found], table: Table, line: Line) -> Iterator[Spot]:
    """Yield a case's row: below its headings, across from them, or else by its place."""
    if headings and _runs_down(headings):
        yield from _across(row, headings)
    elif headings:
        yield from _below(row, _nearest(row, headings))
    elif _stands_as_issued(row, table, line):
        for slot in table.slots():
            if slot.case == line.case:
                yield _by_place(row, slot)


def _question_row(row: Found, words: Words, table: Table, line: Line) -> Iterator[Spot]:
    """Yield a question's own row: below its headings, or else by its place."""
    is_as_issued = _stands_as_issued(row, table, line)
    for slot in _slots_of(table, line):
        heading, beside = _headings_of(slot, table)
        answer = _column_below(row, words[folded(heading.text)])
        note = _column_below(row, words[folded(beside.text)]) if beside else None
        placed = _by_place(row, slot) if is_as_issued else None
        if answer is not None:
            below = _spot(row, slot.question.number, answer, note)
            yield replace(below, note_at=placed.note_at) if placed and note is None else below
        elif placed:
            yield placed


def _slots_of(table: Table, line: Line) -> list[Slot]:
    asked = (line.question, *line.followers)
    return [s for s in table.slots() if s.case == line.case and s.question in asked]


def _headings_of(slot: Slot, table: Table) -> tuple[Heading, Heading | None]:
    note = table.headings[slot.note_column - 1] if slot.note_column else None
    return table.headings[slot.column - 1], note


def _column_below(row: Found, headings: list[tuple[int, int]]) -> int | None:
    """Return the column of the nearest heading above a row."""
    above = [place for place in headings if place[0] < row.row]
    return max(above)[1] if above else None


def _nearest(row: Found, headings: list[Found]) -> list[Found]:
    """Return the line of headings that a row stands under; sorting may have put it below."""
    above = [each.row for each in headings if each.row < row.row]
    line = max(above) if above else min(each.row for each in headings)
    return [each for each in headings if each.row == line]


def _below(row: Found, headings: list[Found]) -> Iterator[Spot]:
    notes = {h.reference.question: h.column for h in headings if h.reference.is_note}
    for each in headings:
        number = each.reference.question
        if number is not None and not each.reference.is_note:
            yield _spot(row, number, each.column, notes.get(number))


def _runs_down(headings: list[Found]) -> bool:
    """Tell whether a table was turned round: its headings stand in one column."""
    return len(headings) > 1 and len({h.column for h in headings}) == 1


def _across(case: Found, headings: list[Found]) -> Iterator[Spot]:
    """Yield a case's answers in a table that was turned round: a column a case."""
    notes = {h.reference.question: h.row for h in headings if h.reference.is_note}
    for each in headings:
        number = each.reference.question
        if number is not None and not each.reference.is_note:
            note = (notes[number], case.column) if number in notes else None
            answer = (each.row, case.column)
            ref = case.reference
            yield Spot(ref.case, number, case.sheet, answer, note, ref.edition)


def _stands_as_issued(row: Found, table: Table, line: Line) -> bool:
    """Tell whether a row's fixed texts, its last cell too, are as far from its reference as issued.

    Then nothing was put in or taken out between them, and answers may be told by their place.
    """
    texts = iter(line.texts)
    for place, heading in enumerate(table.headings):
        text = row.sheet.cells.get((row.row, row.column + place), "")
        if heading.role is Role.TEXT and folded(text) != folded(next(texts)):
            return False
        if heading.role is Role.TO_DO and not text.isdecimal():
            return False
    return True


def _by_place(row: Found, slot: Slot) -> Spot:
    shift = row.column - 1
    note = slot.note_column + shift if slot.note_column else None
    found = _spot(row, slot.question.number, slot.column + shift, note)
    return replace(found, by_place=True)


def _spot(row: Found, question: int, column: int, note: int | None) -> Spot:
    place = (row.row, note) if note else None
    ref = row.reference
    return Spot(ref.case, question, row.sheet, (row.row, column), place, ref.edition)


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
