"""Where every answer of a pack stands in a file, by the references in it and by nothing else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from audits.domain.answer import Problem, ProblemCode

from .layout import ROW_HEADINGS, YOUR_ANSWER, YOUR_NOTE, Role
from .opening import Seen, SeenSheet, name_of
from .references import Reference, references_in


@dataclass(frozen=True, slots=True)
class Found:
    """A cell in which a reference stands."""

    reference: Reference
    sheet: SeenSheet
    row: int
    column: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one answer stands. ``case`` is the case's number, None for what is asked once."""

    case: int | None
    question: int
    sheet: SeenSheet
    row: int
    column: int
    note_column: int | None

    @property
    def key(self) -> tuple[int | None, int]:
        """Return what it answers."""
        return self.case, self.question

    @property
    def answer(self) -> str:
        """Return the answer's text."""
        return self.sheet.cells.get((self.row, self.column), "")

    @property
    def note(self) -> str:
        """Return the note's text."""
        return self.sheet.cells.get((self.row, self.note_column or 0), "")

    @property
    def cell(self) -> str:
        """Return the answer's cell, as ``B4``."""
        return name_of(self.row, self.column)


def references(seen: Seen, key: bytes) -> tuple[Found, ...]:
    """Return every reference in every sheet that people see, altered ones too."""
    return tuple(
        Found(reference, sheet, row, column, text)
        for sheet in seen.sheets
        for (row, column), text in sheet.cells.items()
        for reference in references_in(text, key)
        if sheet.is_visible and reference.part != "A00"
    )


def main_pack(found: tuple[Found, ...]) -> str | None:
    """Return the code of the pack that most of the sound references speak of."""
    counts = Counter(each.reference.code for each in found if each.reference.is_ours)
    return counts.most_common(1)[0][0] if counts else None


def spots(found: tuple[Found, ...], code: str) -> Iterator[Spot]:
    """Yield where the answers of a pack stand, one twice if a row was copied."""
    sound = [each for each in found if each.reference.is_ours and each.reference.code == code]
    for sheet in {id(each.sheet): each.sheet for each in sound}.values():
        here = [each for each in sound if each.sheet is sheet]
        columns = [h for h in here if h.reference.question is not None and not _is_row(h.reference)]
        for each in here:
            if _is_row(each.reference):
                yield from _spots_of(each, columns)


def odd_references(found: tuple[Found, ...], code: str, edition: int) -> Iterator[Problem]:
    """Yield what is wrong with references: altered, of another pack, of an older edition."""
    for each in found:
        where = (each.sheet.title, name_of(each.row, each.column))
        if not each.reference.is_ours:
            says = "The row reference was altered, so the row could not be read. Restore it."
            yield Problem(ProblemCode.BAD_CHECK, says, *where)
        elif each.reference.code != code:
            says = "This row belongs to another pack. Return it in that pack's own workbook."
            yield Problem(ProblemCode.OTHER_PACK_ROW, says, *where)
    editions = {f.reference.edition for f in found if f.reference.is_ours}
    if editions and min(editions) < edition:
        says = "These are answers to an earlier edition of the pack."
        yield Problem(ProblemCode.OLDER_EDITION, says, is_query=False)


def _is_row(reference: Reference) -> bool:
    return reference.case is not None or reference.is_once


def _spots_of(row: Found, columns: list[Found]) -> Iterator[Spot]:
    """Yield the answers of one row: a question's own row, or a case's row across columns."""
    asked = row.reference.question
    if asked is not None:
        answer, note = _answer_columns(row)
        yield Spot(row.reference.case, asked, row.sheet, row.row, answer, note)
        return
    notes = {h.reference.question: h.column for h in columns if h.reference.is_note}
    for heading in columns:
        number = heading.reference.question
        if number is not None and not heading.reference.is_note and heading.row < row.row:
            case = row.reference.case
            beside = notes.get(number)
            yield Spot(case, number, row.sheet, row.row, heading.column, beside)


def _answer_columns(row: Found) -> tuple[int, int]:
    """Return where answers and notes stand: below their headings, or else as far off as issued."""
    words = {
        text.strip().casefold(): column
        for (number, column), text in row.sheet.cells.items()
        if number < row.row
    }
    offsets = {heading.role: place for place, heading in enumerate(ROW_HEADINGS)}
    answer = words.get(YOUR_ANSWER.casefold(), row.column + offsets[Role.ANSWER])
    return answer, words.get(YOUR_NOTE.casefold(), row.column + offsets[Role.NOTE])
