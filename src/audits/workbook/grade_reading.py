"""A moderation workbook read back by the references in it; content never raises, files may."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from audits.domain.answer import Answer, Problem, ProblemCode
from audits.domain.errors import ModerationError
from audits.domain.grade_book import AGREE, NOTES, WORDS, GradeBook, GradeColumn, GradeField
from audits.domain.question import Question
from audits.domain.spelling import folded
from audits.opening import FileContents, NotReadableError, read_file, why_not_read

from .crossing import CrossTable, cross_tables
from .places import ReferenceCell, Spot, by_key, cells_of
from .problem_texts import says
from .references import without_references
from .scanning import answers_once, odd_references, packs_of, references
from .settling import settle


NO_CASE = (
    "Something is written here, but its row or column has no reference of a case in this audit. "
    "Nobody can tell whose grade it is. Write it in the case's own column, or clear it."
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
        contents = read_file(data)
    except NotReadableError as error:
        why = why_not_read(error.problem.code)
        raise ModerationError(f"The moderation workbook cannot be read. {why}") from error
    reference_cells = references(contents, key)
    book = _book_of(packs_of(reference_cells), find_book)
    cross = tuple(cross_tables(reference_cells, book.code))
    crossed = tuple(chain.from_iterable(map(CrossTable.spots, cross)))
    entries, problems = _entries(book, crossed, contents)
    agreements, unclear = _agreements(book, reference_cells, crossed, contents)
    who, who_at = {}, {}
    for spot, question in _who(book, reference_cells):
        who_at[question.id] = (spot.sheet.title, spot.cell)
        if spot.answer:
            who[question.id] = spot.answer.strip()
    odd = (*odd_references(reference_cells, {book.code}), *_stray(cross, crossed), *_hidden(cross))
    return GradeReading(book, entries, who, (*odd, *problems, *unclear), agreements, who_at)


def _book_of(codes: tuple[str, ...], find_book: Callable[[str], GradeBook | None]) -> GradeBook:
    if not codes:
        raise ModerationError(
            "The file holds no reference of ours. Import the moderation workbook itself, as "
            "it was written for the moderators."
        )
    books = {book.code: book for book in filter(None, map(find_book, codes))}
    if len(codes) > 1 or not books:
        what = "no moderation workbook of ours"
        if len(codes) > 1:
            what = "more than one workbook"
        raise ModerationError(
            f"The file holds {what} ({', '.join(codes)}). Import one moderation workbook at a time."
        )
    return books[codes[0]]


def _entries(
    book: GradeBook, crossed: tuple[Spot, ...], contents: FileContents
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    spots = by_key(crossed)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for sheet in book.sheets:
        for column in sheet.columns:
            for graded, kind, asked in book.rows():
                may_answer = spots.get((column.number, asked.number), ())
                settled = settle(sheet.case, asked, may_answer, contents)
                answer = settled.answer
                if answer and (answer.value or answer.note):
                    entries.append(Entry(sheet.case, column, graded, kind, answer))
                problems += map(_asked_back, filter(_is_of_what_stands_there, settled.problems))
    return tuple(entries), tuple(problems)


def _is_of_what_stands_there(problem: Problem) -> bool:
    """Tell whether a problem is not that something is missing.

    Who imports says what a reason without its grade lacks, in moderation's own words.
    """
    return problem.code is not ProblemCode.MISSING


def _asked_back(problem: Problem) -> Problem:
    """Return a problem as one that somebody is asked about, as all in a moderation workbook are."""
    return replace(problem, is_query=True)


def _agreements(
    book: GradeBook,
    reference_cells: tuple[ReferenceCell, ...],
    crossed: tuple[Spot, ...],
    contents: FileContents,
) -> tuple[tuple[Agreement, ...], tuple[Problem, ...]]:
    """Return where all other grades are agreed with, and the cells that cannot be understood."""
    agreed: list[Agreement] = []
    problems: list[Problem] = []
    for case, unit, spots in _agreeing(book, reference_cells, crossed):
        settled = settle(case, AGREE, spots, contents)
        if settled.answer and settled.answer.value == "yes":
            agreed.append(Agreement(case, unit, settled.answer))
        problems += map(_asked_back, settled.problems)
    return tuple(agreed), tuple(problems)


def _agreeing(
    book: GradeBook, reference_cells: tuple[ReferenceCell, ...], crossed: tuple[Spot, ...]
) -> Iterator[tuple[str, str, list[Spot]]]:
    """Yield each case and unit, "" for all of them, with the cells that may agree."""
    if not book.can_agree:
        return
    columns = {}
    for sheet in book.sheets:
        for column in sheet.columns:
            columns[column.number] = (sheet.case, column.unit)
    for spot in crossed:
        if spot.question == AGREE.number and spot.case in columns:
            yield *columns[spot.case], [replace(spot, note_at=None)]  # ours: how they stand
    once = book.agreements()
    for spot in answers_once(reference_cells, book.code):
        if spot.question in once:
            yield "", once[spot.question], [spot]


def _who(
    book: GradeBook, reference_cells: tuple[ReferenceCell, ...]
) -> Iterator[tuple[Spot, Question]]:
    asked = {question.number: question for question in book.who()}
    for spot in answers_once(reference_cells, book.code):
        if spot.question in asked:
            yield spot, asked[spot.question]


def _stray(cross: tuple[CrossTable, ...], crossed: tuple[Spot, ...]) -> Iterator[Problem]:
    """Yield what is written where grades are given, and can be read for no case or as no grade."""
    read = cells_of(crossed)
    for table in cross:
        labelled = set(map(table.row_of, table.labels))
        headed = set(map(table.column_of, table.heads))
        lines = set(map(table.row_of, table.heads))
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


def _hidden(cross: tuple[CrossTable, ...]) -> Iterator[Problem]:
    """Yield, for a person to know, the hidden sheets with grades on them."""
    for title in dict.fromkeys(t.sheet.title for t in cross if not t.sheet.is_visible):
        says_so = says(ProblemCode.HIDDEN_SHEET)
        yield Problem(ProblemCode.HIDDEN_SHEET, says_so, sheet=title, is_query=False)


def reason_missing(entry: Entry) -> Problem:
    """Return what is said where a grade needs a reason that is not there."""
    answer = entry.answer
    return Problem(
        ProblemCode.EVIDENCE_MISSING, WHY, answer.sheet, answer.cell, entry.case, entry.graded.id
    )
