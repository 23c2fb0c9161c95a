"""A moderation workbook read back by the references in it; content never raises, files may."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.errors import ModerationError
from audits.domain.grade_book import AGREE, LAYERS, GradeBook, GradeColumn, GradeField
from audits.domain.question import Question
from audits.opening import FileContents, NotReadableError, cell_name, read_file

from .places import Found, Spot
from .scanning import answers_once, crossings, odd_references, packs_of, references
from .settling import settle


NO_CASE = (
    "Something is written here for a row or column without the reference of a case in this draw, "
    "so nobody can tell whose grade it is. Write it where the case stands, or clear it."
)
WHY = "The reason is missing: this grade is not the agency's own."


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one cell about one grade, and the edition in whose column it stands."""

    case: str
    column: GradeColumn
    graded: Question
    field: GradeField
    answer: Answer


@dataclass(frozen=True, slots=True)
class Agreement:
    """A cell that says Yes to all other grades: of a case, of a unit, of both, or of everybody."""

    case: str
    unit: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class GradeReading:
    """All that a moderation workbook says, with everything that is wrong with it.

    ``who_at`` is where each name that is asked for once belongs, as sheet and cell.
    """

    book: GradeBook
    entries: tuple[Entry, ...]
    who: Mapping[str, str]
    problems: tuple[Problem, ...]
    agreements: tuple[Agreement, ...] = ()
    who_at: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def read_grade_book(
    data: bytes, *, find_book: Callable[[str], GradeBook | None], key: bytes
) -> GradeReading:
    """Read a moderation workbook; ``find_book`` returns the newest edition by its code (``M3``).

    Raises:
        ModerationError: if it cannot be opened, or is not one moderation workbook of ours.
    """
    try:
        seen = read_file(data)
    except NotReadableError as error:
        raise ModerationError(f"The file cannot be read. {error.problem.message}") from error
    found = references(seen, key)
    book = _book_of(packs_of(found), find_book)
    settled, problems = _entries(book, found, seen)
    agreements, unclear = _agreements(book, found, seen)
    asked = list(_who(book, found))
    who = {question.id: spot.answer.strip() for spot, question in asked if spot.answer}
    who_at = {question.id: (spot.sheet.title, spot.cell) for spot, question in asked}
    odd = (*odd_references(found, {book.code}), *_stray(found, book, seen))
    wrong = (*odd, *problems, *unclear)
    return GradeReading(book, settled, who, wrong, agreements, who_at)


def _book_of(codes: tuple[str, ...], find_book: Callable[[str], GradeBook | None]) -> GradeBook:
    if not codes:
        raise ModerationError(
            "No reference of ours stands in the file. Import the moderation workbook itself, as "
            "it was written for the moderators."
        )
    books = {book.code: book for book in map(find_book, codes) if book is not None}
    if len(codes) > 1 or not books:
        what = "more than one workbook" if len(codes) > 1 else "no moderation workbook of ours"
        raise ModerationError(
            f"The file holds {what} ({', '.join(codes)}). Import one moderation workbook at a time."
        )
    return books[codes[0]]


def _entries(
    book: GradeBook, found: tuple[Found, ...], seen: FileContents
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    by_key: dict[tuple[int | None, int], list[Spot]] = defaultdict(list)
    for spot in crossings(found, book.code):
        by_key[spot.key].append(spot)
    entries, problems = [], []
    for sheet in book.sheets:
        for column in sheet.columns:
            for graded, kind, asked in book.rows():
                settled = settle(sheet.case, asked, by_key[column.number, asked.number], seen)
                answer = settled.answer
                if answer and (answer.value or answer.note):
                    entries.append(Entry(sheet.case, column, graded, kind, answer))
                problems += [replace(each, is_query=True) for each in settled.problems]
    return tuple(entries), tuple(problems)


def _agreements(
    book: GradeBook, found: tuple[Found, ...], seen: FileContents
) -> tuple[tuple[Agreement, ...], tuple[Problem, ...]]:
    """Return where all other grades are agreed with, and the cells that cannot be understood."""
    agreed, problems = [], []
    for case, unit, spots in _agreeing(book, found):
        settled = settle(case, AGREE, spots, seen)
        if settled.answer and settled.answer.value == "yes":
            agreed.append(Agreement(case, unit, settled.answer))
        problems += [replace(each, is_query=True) for each in settled.problems]
    return tuple(agreed), tuple(problems)


def _agreeing(book: GradeBook, found: tuple[Found, ...]) -> Iterator[tuple[str, str, list[Spot]]]:
    """Yield each case and unit, "" for all of them, with the cells that may agree."""
    if not book.can_agree:
        return
    columns = {c.number: (sheet.case, c.unit) for sheet in book.sheets for c in sheet.columns}
    for spot in crossings(found, book.code):
        if spot.question == AGREE.number and spot.case in columns:
            yield *columns[spot.case], [replace(spot, note_at=None)]  # ours: how they stand
    once = book.agreements()
    for spot in answers_once(found, book.code):
        if spot.question in once:
            yield "", once[spot.question], [spot]


def _who(book: GradeBook, found: tuple[Found, ...]) -> Iterator[tuple[Spot, Question]]:
    asked = {question.number: question for question in book.who()}
    for spot in answers_once(found, book.code):
        if spot.question in asked:
            yield spot, asked[spot.question]


def _stray(found: tuple[Found, ...], book: GradeBook, seen: FileContents) -> Iterator[Problem]:
    """Yield cells in the rows of grades that stand under no case of ours."""
    grades = {asked.number for _, kind, asked in book.rows() if kind in LAYERS}
    for sheet in seen.sheets:
        here = [f for f in found if f.sheet is sheet and f.reference.code == book.code]
        rows = {
            f.row: f.column
            for f in here
            if f.reference.question in grades and not f.is_row and not f.reference.is_note
        }
        known = {f.column for f in here if f.reference.case is not None}
        if not known or len(set(rows.values())) > 1:
            continue  # turned round: what stands there is told by its row
        for (row, column), text in sheet.cells.items():
            if row in rows and column > rows[row] and column not in known and text.strip():
                cell = cell_name(row, column)
                yield Problem(ProblemCode.NO_REFERENCE, NO_CASE, sheet=sheet.title, cell=cell)


def reason_missing(entry: Entry) -> Problem:
    """Return what is said where a grade needs a reason that is not there."""
    answer = entry.answer
    return Problem(
        ProblemCode.EVIDENCE_MISSING, WHY, answer.sheet, answer.cell, entry.case, entry.graded.id
    )
