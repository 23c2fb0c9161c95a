"""A moderation workbook read back by the references in it; content never raises, files may."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.errors import ModerationError
from audits.domain.grade_book import AGREE, NOTES, WORDS, GradeBook, GradeColumn, GradeField
from audits.domain.question import Question
from audits.domain.spelling import folded
from audits.opening import FileContents, NotReadableError, read_file

from .crossing import CrossTable, cross_tables
from .places import ReferenceCell, Spot
from .problem_texts import says
from .references import without_references
from .scanning import answers_once, odd_references, packs_of, references
from .settling import settle


NO_CASE = (
    "Something is written here for a row or column without the reference of a case in this draw, "
    "so nobody can tell whose grade it is. Write it where the case stands, or clear it."
)
NO_ROW = (
    "Something is written in a row whose reference is gone, so nobody can tell which grade it is. "
    "Copy the cell at its beginning from another sheet of this workbook, or clear it."
)
TITLES = frozenset(folded(text) for text in (*WORDS.values(), *NOTES.values(), AGREE.asks))
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
    placed = references(seen, key)
    book = _book_of(packs_of(placed), find_book)
    there = tuple(cross_tables(placed, book.code))
    crossed = tuple(spot for each in there for spot in each.spots())
    settled, problems = _entries(book, crossed, seen)
    agreements, unclear = _agreements(book, placed, crossed, seen)
    asked = list(_who(book, placed))
    who = {question.id: spot.answer.strip() for spot, question in asked if spot.answer}
    who_at = {question.id: (spot.sheet.title, spot.cell) for spot, question in asked}
    odd = (*odd_references(placed, {book.code}), *_stray(there, crossed), *_hidden(there))
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
        what = "no moderation workbook of ours"
        if len(codes) > 1:
            what = "more than one workbook"
        raise ModerationError(
            f"The file holds {what} ({', '.join(codes)}). Import one moderation workbook at a time."
        )
    return books[codes[0]]


def _entries(
    book: GradeBook, crossed: tuple[Spot, ...], seen: FileContents
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    by_key: dict[tuple[int | None, int], list[Spot]] = defaultdict(list)
    for spot in crossed:
        by_key[spot.key].append(spot)
    entries, problems = [], []
    for sheet in book.sheets:
        for column in sheet.columns:
            for graded, kind, asked in book.rows():
                settled = settle(sheet.case, asked, by_key[column.number, asked.number], seen)
                answer = settled.answer
                if answer and (answer.value or answer.note):
                    entries.append(Entry(sheet.case, column, graded, kind, answer))
                # Who imports says what a reason without its grade lacks, in moderation's own words.
                filled = [
                    problem
                    for problem in settled.problems
                    if problem.code is not ProblemCode.MISSING
                ]
                problems += [replace(each, is_query=True) for each in filled]
    return tuple(entries), tuple(problems)


def _agreements(
    book: GradeBook, found: tuple[ReferenceCell, ...], crossed: tuple[Spot, ...], seen: FileContents
) -> tuple[tuple[Agreement, ...], tuple[Problem, ...]]:
    """Return where all other grades are agreed with, and the cells that cannot be understood."""
    agreed, problems = [], []
    for case, unit, spots in _agreeing(book, found, crossed):
        settled = settle(case, AGREE, spots, seen)
        if settled.answer and settled.answer.value == "yes":
            agreed.append(Agreement(case, unit, settled.answer))
        problems += [replace(problem, is_query=True) for problem in settled.problems]
    return tuple(agreed), tuple(problems)


def _agreeing(
    book: GradeBook, found: tuple[ReferenceCell, ...], crossed: tuple[Spot, ...]
) -> Iterator[tuple[str, str, list[Spot]]]:
    """Yield each case and unit, "" for all of them, with the cells that may agree."""
    if not book.can_agree:
        return
    columns = {c.number: (sheet.case, c.unit) for sheet in book.sheets for c in sheet.columns}
    for spot in crossed:
        if spot.question == AGREE.number and spot.case in columns:
            yield *columns[spot.case], [replace(spot, note_at=None)]  # ours: how they stand
    once = book.agreements()
    for spot in answers_once(found, book.code):
        if spot.question in once:
            yield "", once[spot.question], [spot]


def _who(book: GradeBook, found: tuple[ReferenceCell, ...]) -> Iterator[tuple[Spot, Question]]:
    asked = {question.number: question for question in book.who()}
    for spot in answers_once(found, book.code):
        if spot.question in asked:
            yield spot, asked[spot.question]


def _stray(there: tuple[CrossTable, ...], crossed: tuple[Spot, ...]) -> Iterator[Problem]:
    """Yield what is written where grades are given, and can be read for no case or as no grade."""
    read = {place for spot in crossed for place in spot.places}
    for table in there:
        labelled = {table.place(label.row, label.column)[0] for label in table.labels}
        headed = {table.place(head.row, head.column)[1] for head in table.heads}
        lines = {table.place(each.row, each.column)[0] for each in table.heads}
        for (row, column), _ in table.cells():
            at, title = table.place(row, column), table.sheet.title
            if row in lines or (id(table.sheet), *at) in read:
                continue
            if row in labelled:
                yield Problem(ProblemCode.NO_REFERENCE, NO_CASE, title, table.cell((row, column)))
            elif column in headed and _lost_its_label(table.label_at(row)):
                yield Problem(ProblemCode.NO_REFERENCE, NO_ROW, title, table.cell((row, column)))


def _lost_its_label(label: str) -> bool:
    """Tell whether a row is one of grades whose reference is gone, by what stands beside it."""
    words = folded(without_references(label))
    return words in TITLES or not words


def _hidden(there: tuple[CrossTable, ...]) -> Iterator[Problem]:
    """Yield, for a person to know, the hidden sheets with grades on them."""
    for title in dict.fromkeys(each.sheet.title for each in there if not each.sheet.is_visible):
        says_so = says(ProblemCode.HIDDEN_SHEET)
        yield Problem(ProblemCode.HIDDEN_SHEET, says_so, sheet=title, is_query=False)


def reason_missing(entry: Entry) -> Problem:
    """Return what is said where a grade needs a reason that is not there."""
    answer = entry.answer
    return Problem(
        ProblemCode.EVIDENCE_MISSING, WHY, answer.sheet, answer.cell, entry.case, entry.graded.id
    )
