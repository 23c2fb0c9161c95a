"""What keeps a moderation workbook from being taken: each fault once, with its place."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby

from audits.domain.amounts import many
from audits.domain.answer import Problem, ProblemCode
from audits.domain.grade import GradedAnswer, Subject
from audits.domain.grade_book import LAYERS, WHO, GradeField
from audits.workbook import Entry, GradeReading, reason_missing


BOTH = {GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY}
NOTHING_HERE = (
    "Nothing is to be graded here: the agency does not know the child, was not asked, or has "
    "nothing to report. Clear the cell."
)
NO_GRADE = "A reason stands here without its grade. Choose the grade above it, or clear the reason."
NO_YES = "Somebody is named here who has a dispute. Choose Yes above the name, or clear the name."
NO_OWNER = "Say beside it who has the dispute."
HALF_A_FOLLOW_UP = "A follow-up needs both: who, and by which day."
GIVEN_BY = {
    GradeField.DESK: "desk grades", GradeField.PANEL: "panel's grades",
    GradeField.SECOND: "second ratings",
}  # fmt: skip


def faults_in(
    changed: list[Entry], graded: dict[Subject, GradedAnswer], reading: GradeReading, by: str
) -> Iterator[Problem]:
    """Yield what keeps changes from being taken: no reason, no author, nobody to own a dispute."""
    for entry in changed:
        answer, subject = entry.answer, subject_of_entry(entry)
        if subject not in graded:
            yield _fault(entry, NOTHING_HERE)
        elif entry.field in LAYERS and answer.value:
            yield from _reason_faults(entry, graded[subject])
        elif entry.field in LAYERS:
            yield _fault(entry, NO_GRADE)
        if entry.field is GradeField.DISPUTED:
            yield from _dispute_faults(entry)
    for subject, entries in by_subject(changed):
        halves = [entry for entry in entries if entry.field in BOTH]
        now = graded.get(subject)
        if len(halves) == 1 and not (now and now.follow_up_owner):
            yield _fault(halves[0], HALF_A_FOLLOW_UP)
    yield from _nobody_named(changed, reading, by)


def by_subject(changed: list[Entry]) -> Iterator[tuple[Subject, list[Entry]]]:
    """Yield what was changed about each grade."""
    ordered: Callable[[Entry], Subject] = subject_of_entry
    for subject, entries in groupby(sorted(changed, key=ordered), key=ordered):
        yield subject, list(entries)


def subject_of_entry(entry: Entry) -> Subject:
    """Return which grade a cell is about."""
    return Subject(entry.case, entry.column.unit, entry.graded.id)


def author(field: GradeField, reading: GradeReading, by: str) -> str:
    """Return who gave the grades of a layer, "" if nobody is named."""
    return reading.who.get(WHO[field].id, "") or by


def _nobody_named(changed: list[Entry], reading: GradeReading, by: str) -> Iterator[Problem]:
    """Yield one fault for each layer without an author, however many grades it gave."""
    cells: dict[GradeField, list[tuple[str, str]]] = defaultdict(list)
    for entry in changed:
        if entry.field in LAYERS and entry.answer.value:
            cells[entry.field].append((entry.answer.sheet, entry.answer.cell))
    for agreement in reading.agreements:
        cells[GradeField.DESK].append((agreement.answer.sheet, agreement.answer.cell))
    for field, places in cells.items():
        if not author(field, reading, by):
            sheet, cell = reading.who_at.get(WHO[field].id, ("", ""))
            where = f"{many(len(places), 'cell')}, the first is {places[0][0]} {places[0][1]}"
            says = (
                f"Nobody is named who gave the {GIVEN_BY[field]} ({where}). Write the name or role "
                "here, or say it when you import the workbook."
            )
            yield Problem(ProblemCode.NOBODY_NAMED, says, sheet, cell)


def _reason_faults(entry: Entry, now: GradedAnswer) -> Iterator[Problem]:
    is_own = now.own is not None and now.own.value == entry.answer.value
    if not (is_own or entry.field is GradeField.SECOND or entry.answer.note):
        yield reason_missing(entry)


def _dispute_faults(entry: Entry) -> Iterator[Problem]:
    if entry.answer.value == "yes" and not entry.answer.note:
        yield _fault(entry, NO_OWNER)
    if not entry.answer.value and entry.answer.note:
        yield _fault(entry, NO_YES)


def _fault(entry: Entry, says: str) -> Problem:
    answer = entry.answer
    return Problem(
        ProblemCode.MISSING, says, answer.sheet, answer.cell, entry.case, entry.graded.id
    )
