"""Take a moderation workbook back: every cell is looked at before any is taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from audits.domain.answer import Problem
from audits.domain.edition import token_of
from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer, Subject
from audits.domain.grade_book import LAYERS, GradeBook, GradeField
from audits.domain.status import ReturnOutcome
from audits.queries.editions import newest_edition
from audits.queries.free_text import people_of
from audits.queries.grades import GradeChange, graded_answers
from audits.storage import ModerationBook, View
from audits.storage.secrets import pack_key
from audits.workbook import (
    Agreement,
    Entry,
    GradeReading,
    Reading,
    mask_personal,
    read_grade_book,
)
from audits.workspace import Workspace

from .agree_grades import agreed
from .begin_and_end import being_moderated, end_by_itself
from .book import book_of
from .faults import BOTH, author, by_subject, faults_in
from .give_grades import record_grades


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
        return not any(problem.is_query for problem in self.problems)


def import_moderation(
    data: bytes, *, workspace: Workspace, by: str = "", ref: str = ""
) -> Imported:
    """Read a moderation workbook and take all that was changed in it since it was written.

    With anything wrong in it nothing is taken, and every cell is named. ``by`` says who graded
    where the workbook does not; with ``ref`` a workbook of another cycle is refused. Where the
    template needs no person for it, moderation ends with the last grade that it waited for.

    Raises:
        ModerationError: if it is no moderation workbook of ours, or of another cycle.
        StatusError: if its cycle is not being moderated.
    """
    reading = read_grade_book(
        data, find_book=lambda code: _newest(code, workspace), key=pack_key(workspace.vault)
    )
    book = reading.book
    if ref and book.cycle != ref:
        raise ModerationError(f"This workbook moderates {book.cycle}, not {ref}. Nothing changed.")
    with workspace.open_uow() as uow:
        cycle = being_moderated(book.cycle, uow)
        reading = _masked(reading, uow, workspace)
        graded = {grade.subject: grade for grade in graded_answers(cycle, uow)}
        changed = list(_changed(reading, uow))
        problems = [*reading.problems, *faults_in(changed, graded, reading, by)]
        result = Imported(book.cycle, book.token, problems=tuple(problems))
        if not result.is_taken:
            return result
        changes = [*_all_said(changed, reading, by), *_all_agreed(reading, graded, uow, by)]
        new = record_grades(cycle, changes, uow=uow, workspace=workspace)
        if new:
            uow.note("moderation workbook read", book.cycle, book=result.book, new=new)
        end_by_itself(cycle, uow=uow, workspace=workspace)
        uow.commit()
    return replace(result, new=new)


def _newest(code: str, workspace: Workspace) -> GradeBook | None:
    with workspace.open_view() as view:
        row = newest_edition(ModerationBook, code, view)
    if row is None:
        return None
    return book_of(row)


def _masked(reading: GradeReading, view: View, workspace: Workspace) -> GradeReading:
    """Return the reading with everything masked that identifies a child."""
    cycle = reading.book.cycle
    people = people_of(
        [cycle], f"masking the moderation of {cycle}", view=view, workspace=workspace
    )
    answers = tuple(entry.answer for entry in reading.entries)
    plain = Reading(reading.book.code, answers, reading.problems, ReturnOutcome.ACCEPTED)
    masked = mask_personal(plain, people)
    pairs = zip(reading.entries, masked.answers, strict=True)
    entries = tuple(replace(entry, answer=answer) for entry, answer in pairs)
    return replace(reading, entries=entries, problems=masked.problems)


def _changed(reading: GradeReading, view: View) -> Iterator[Entry]:
    """Yield what is not as it stood in the edition it stands in: the rest says nothing new."""
    edition_of = _editions(reading.book, view)
    for entry in reading.entries:
        book = edition_of(entry.answer.edition)
        if _stood(book, entry) != (entry.answer.value, entry.answer.note):
            yield entry


def _editions(newest: GradeBook, view: View) -> Callable[[int], GradeBook]:
    """Return what gives each edition of a workbook as it was written, each read once."""

    @cache
    def edition_of(edition: int) -> GradeBook:
        row = view.find(ModerationBook, token_of(newest.code, edition))
        return book_of(row) if row and edition != newest.edition else newest

    return edition_of


def _all_agreed(
    reading: GradeReading, graded: dict[Subject, GradedAnswer], view: View, by: str
) -> Iterator[GradeChange]:
    """Yield the desk's word on each grade that is agreed with at once, as the workbook showed it.

    Left out is what has been graded since, and what its agency has answered otherwise since.
    """
    edition_of = _editions(reading.book, view)
    seen: set[Subject] = set()
    for agreement in reading.agreements:
        book = edition_of(agreement.answer.edition)
        source = f"{book.token} {agreement.answer.sheet} {agreement.answer.cell}"
        for subject, label in _others(book, agreement):
            now = graded.get(subject)
            if now is None or subject in seen or now.moderated or now.panel:
                continue
            if now.own and _label_of(now) == label:
                seen.add(subject)
                yield agreed(now, by=author(GradeField.DESK, reading, by), source=source)


def _others(book: GradeBook, agreement: Agreement) -> Iterator[tuple[Subject, str]]:
    """Yield the grades that a cell agrees to, with the words that the workbook showed of each."""
    for sheet in book.sheets:
        for column in sheet.columns:
            if agreement.case in ("", sheet.case) and agreement.unit in ("", column.unit):
                for name in column.others:
                    yield Subject(sheet.case, column.unit, name), column.label(name)


def _label_of(graded: GradedAnswer) -> str:
    if graded.own is None:
        return ""
    choice = graded.question.choice(graded.own.value)
    return choice.label if choice else ""


def _stood(book: GradeBook, entry: Entry) -> tuple[str | None, str]:
    for sheet in book.sheets:
        for column in sheet.columns:
            if column.number == entry.column.number:
                return column.stood(entry.graded.id, entry.field)
    return None, ""


def _all_said(changed: list[Entry], reading: GradeReading, by: str) -> Iterator[GradeChange]:
    """Yield what is new about each grade; the panel's word, which settles things, comes last."""
    for subject, entries in by_subject(changed):
        # A follow-up in two cells is said once: both are read from `entries`.
        is_whole = {entry.field for entry in entries} >= BOTH
        once = [e for e in entries if not (is_whole and e.field is GradeField.FOLLOW_UP_BY)]
        for entry in sorted(once, key=_is_panels):
            yield _said(subject, entry, reading, by, entries)


def _is_panels(entry: Entry) -> bool:
    return entry.field is GradeField.PANEL


def _said(
    subject: Subject, entry: Entry, reading: GradeReading, by: str, entries: list[Entry]
) -> GradeChange:
    answer = entry.answer
    source = f"{token_of(reading.book.code, answer.edition)} {answer.sheet} {answer.cell}"
    match entry.field:
        case GradeField.DISPUTED:
            is_disputed = answer.value == "yes" if answer.value else None
            return GradeChange(subject, disputed=is_disputed, owner=answer.note, source=source)
        case GradeField.FOLLOW_UP | GradeField.FOLLOW_UP_BY:
            values = {half.field: half.answer.value or "" for half in entries}
            day = values.get(GradeField.FOLLOW_UP_BY)
            who = values.get(GradeField.FOLLOW_UP, "")
            due = date.fromisoformat(day) if day else None
            return GradeChange(subject, follow_up=who, follow_up_by=due, source=source)
        case _:
            by_whom = author(entry.field, reading, by)
            layer = LAYERS[entry.field]
            return GradeChange(
                subject, layer, answer.value or "", by=by_whom, why=answer.note, source=source
            )
