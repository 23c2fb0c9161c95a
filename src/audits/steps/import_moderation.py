"""Take a moderation workbook back: every cell is looked at before any is taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from audits.domain.answer import Problem, ProblemCode
from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer, Subject
from audits.domain.grade_book import LAYERS, WHO, GradeBook, GradeField
from audits.domain.status import ReturnOutcome
from audits.storage import ModerationBook, View
from audits.workbook import (
    Entry,
    GradeReading,
    Reading,
    mask_personal,
    read_grade_book,
    reason_missing,
)

from .free_text import people_of
from .give_grades import take
from .grade_books import book_of, newest_book
from .grades import Said, graded_answers
from .moderate import being_moderated
from .parts import Parts
from .secrets_of import pack_key


BOTH = {GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY}
NOTHING_HERE = (
    "Nothing is to be graded here: the agency does not know the child, was not asked, or has "
    "nothing to report. Clear the cell."
)
NO_AUTHOR = "Nobody is named on the first sheet who gave these grades. Write it there, or use --by."


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a moderation workbook: how much was new, or all that was wrong with it."""

    cycle: str
    book: str
    new: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Tell whether what it says was taken: all of it, or none."""
        return not any(each.is_query for each in self.problems)


def import_moderation(data: bytes, *, parts: Parts, by: str = "", ref: str = "") -> Imported:
    """Read a moderation workbook and take all that was changed in it since it was written.

    With anything wrong in it nothing is taken, and every cell is named. ``by`` says who graded
    where the workbook does not; with ``ref`` a workbook of another cycle is refused.

    Raises:
        ModerationError: if it is no moderation workbook of ours, or of another cycle.
        StatusError: if its cycle is not being moderated.
    """
    reading = read_grade_book(
        data, find_book=lambda code: _newest(code, parts), key=pack_key(parts.vault)
    )
    book = reading.book
    if ref and book.cycle != ref:
        raise ModerationError(f"This workbook moderates {book.cycle}, not {ref}. Nothing changed.")
    with parts.open_uow() as uow:
        cycle = being_moderated(book.cycle, uow)
        reading = _masked(reading, uow, parts)
        graded = {each.subject: each for each in graded_answers(cycle, uow)}
        changed = list(_changed(reading, uow))
        problems = [*reading.problems, *_faults(changed, graded, reading, by)]
        result = Imported(book.cycle, f"{book.code}.{book.edition}", problems=tuple(problems))
        if not result.is_taken:
            return result
        said = list(_all_said(changed, reading, by))
        new = take(cycle, said, uow=uow, parts=parts)
        if new:
            uow.note("moderation workbook read", book.cycle, book=result.book, new=new)
            uow.commit()
    return replace(result, new=new)


def _newest(code: str, parts: Parts) -> GradeBook | None:
    with parts.open_view() as view:
        row = newest_book(code, view)
    return book_of(row) if row else None


def _masked(reading: GradeReading, view: View, parts: Parts) -> GradeReading:
    """Return the reading with everything masked that identifies a child."""
    cycle = reading.book.cycle
    people = people_of([cycle], f"masking the moderation of {cycle}", view=view, parts=parts)
    answers = tuple(each.answer for each in reading.entries)
    plain = Reading(reading.book.code, answers, reading.problems, ReturnOutcome.ACCEPTED)
    masked = mask_personal(plain, people)
    pairs = zip(reading.entries, masked.answers, strict=True)
    entries = tuple(replace(entry, answer=answer) for entry, answer in pairs)
    return replace(reading, entries=entries, problems=masked.problems)


def _changed(reading: GradeReading, view: View) -> Iterator[Entry]:
    """Yield what is not as it stood in the edition it stands in: the rest says nothing new."""
    books: dict[int, GradeBook] = {reading.book.edition: reading.book}
    for entry in reading.entries:
        edition = entry.answer.edition
        if edition not in books:
            row = view.first(ModerationBook, code=reading.book.code, edition=edition)
            books[edition] = book_of(row) if row else reading.book
        if _stood(books[edition], entry) != (entry.answer.value, entry.answer.note):
            yield entry


def _stood(book: GradeBook, entry: Entry) -> tuple[str | None, str]:
    for sheet in book.sheets:
        for column in sheet.columns:
            if column.number == entry.column.number:
                return column.stood(entry.graded.id, entry.field)
    return None, ""


def _faults(
    changed: list[Entry],
    graded: dict[Subject, GradedAnswer],
    reading: GradeReading,
    by: str,
) -> Iterator[Problem]:
    """Yield what keeps changes from being taken: no reason, no author, nobody to own a dispute."""
    for entry in changed:
        answer = entry.answer
        if _subject(entry) not in graded:
            yield _fault(entry, NOTHING_HERE)
        if entry.field in LAYERS and answer.value:
            yield from _grade_faults(entry, graded.get(_subject(entry)), reading, by)
        if entry.field is GradeField.DISPUTED and answer.value == "yes" and not answer.note:
            yield _fault(entry, "Say beside it who has the dispute.")
    for subject, entries in _by_subject(changed):
        halves = [entry for entry in entries if entry.field in BOTH]
        now = graded.get(subject)
        if len(halves) == 1 and not (now and now.follow_up_owner):
            yield _fault(halves[0], "A follow-up needs both: who, and by which day.")


def _grade_faults(
    entry: Entry, now: GradedAnswer | None, reading: GradeReading, by: str
) -> Iterator[Problem]:
    own = now.own if now else None
    is_own = own is not None and own.value == entry.answer.value
    if not (is_own or entry.field is GradeField.SECOND or entry.answer.note):
        yield reason_missing(entry)
    if not _author(entry.field, reading, by):
        yield _fault(entry, NO_AUTHOR)


def _fault(entry: Entry, says: str) -> Problem:
    answer = entry.answer
    return Problem(
        ProblemCode.MISSING, says, answer.sheet, answer.cell, entry.case, entry.graded.id
    )


def _author(field: GradeField, reading: GradeReading, by: str) -> str:
    return reading.who.get(WHO[field].id, "") or by


def _all_said(changed: list[Entry], reading: GradeReading, by: str) -> Iterator[Said]:
    """Yield what is new about each grade; the panel's word, which settles things, comes last."""
    for subject, entries in _by_subject(changed):
        for entry in sorted(entries, key=lambda each: each.field is GradeField.PANEL):
            yield _said(subject, entry, reading, by, entries)


def _said(
    subject: Subject, entry: Entry, reading: GradeReading, by: str, entries: list[Entry]
) -> Said:
    answer = entry.answer
    source = f"{reading.book.code}.{answer.edition} {answer.sheet} {answer.cell}"
    match entry.field:
        case GradeField.DISPUTED:
            is_disputed = answer.value == "yes" if answer.value else None
            return Said(subject, disputed=is_disputed, owner=answer.note, source=source)
        case GradeField.FOLLOW_UP | GradeField.FOLLOW_UP_BY:
            values = {each.field: each.answer.value or "" for each in entries}
            day = values.get(GradeField.FOLLOW_UP_BY)
            who = values.get(GradeField.FOLLOW_UP, "")
            due = date.fromisoformat(day) if day else None
            return Said(subject, follow_up=who, follow_up_by=due, source=source)
        case _:
            author = _author(entry.field, reading, by)
            layer = LAYERS[entry.field]
            return Said(
                subject, layer, answer.value or "", by=author, why=answer.note, source=source
            )


def _by_subject(changed: list[Entry]) -> Iterator[tuple[Subject, list[Entry]]]:
    ordered: Callable[[Entry], Subject] = _subject
    for subject, entries in groupby(sorted(changed, key=ordered), key=ordered):
        yield subject, list(entries)


def _subject(entry: Entry) -> Subject:
    return Subject(entry.case, entry.column.unit, entry.graded.id)
