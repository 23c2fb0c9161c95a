"""What stands in a cycle's moderation workbook: answers and grades as they are now."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer, Layer
from audits.domain.grade_book import (
    Given,
    GradeBook,
    GradeColumn,
    GradeField,
    GradeSheet,
    ShownAnswer,
)
from audits.domain.pack import Pack
from audits.domain.question import Question
from audits.domain.status import DisagreementStatus
from audits.storage import AnswerRow, Case, Cycle, ModerationBook, View
from audits.templates import thaw

from .grades import graded_answers, packs_of_cycle
from .moderation_plan import plan_of
from .parts import Parts


BOOKS: TypeAdapter[GradeBook] = TypeAdapter(GradeBook)
NOTHING = "Nothing to grade: the child is not known, or there is nothing to report"
COUNTED = {Layer.MODERATED: GradeField.DESK, Layer.PANEL: GradeField.PANEL}


def book_of(row: ModerationBook) -> GradeBook:
    """Return what an edition of a moderation workbook held when it was written."""
    return BOOKS.validate_python(row.content)


def as_content(book: GradeBook) -> dict[str, Any]:
    """Return a moderation workbook as its row keeps it."""
    content: dict[str, Any] = BOOKS.dump_python(book, mode="json")
    return content


def newest_book(code: str, view: View) -> ModerationBook | None:
    """Return the newest edition of a moderation workbook, if there is one of this code."""
    editions = view.all(ModerationBook, code=code, order_by="edition")
    return editions[-1] if editions else None


def fields_of(cycle: Cycle, *, second: bool) -> tuple[GradeField, ...]:
    """Return what may be filled in.

    Raises:
        ModerationError: if a second rating is wanted where the template asks for none.
    """
    plan = plan_of(cycle)
    if second:
        if not plan.second_one_in:
            raise ModerationError(f"The template of {cycle.kind} asks for no blind second rating.")
        return (GradeField.SECOND,)
    layers = [(plan.desk, GradeField.DESK), (plan.panel, GradeField.PANEL)]
    asked = [each for wanted, each in layers if wanted]
    rest = (GradeField.DISPUTED, GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY)
    return (*asked, *rest)


def make_book(
    cycle: Cycle, *, code: str, edition: int, second: bool, view: View, parts: Parts
) -> GradeBook:
    """Return a cycle's moderation workbook as it is to be written now.

    A unit's column on a case has the number of its place among all that were ever asked, which
    no later edition changes. A book for second ratings holds only the cases drawn for one.
    """
    packs = packs_of_cycle(cycle, view)
    graded = graded_answers(cycle, view)
    questions = thaw(cycle.template).moderated_questions()
    shown = list(_sheets(cycle, packs, graded, second=second, view=view))
    return GradeBook(
        code=code,
        edition=edition,
        cycle=cycle.ref,
        title=cycle.title,
        board=parts.board.name,
        contact=parts.board.contact,
        fields=fields_of(cycle, second=second),
        graded=questions,
        asked=thaw(cycle.template).questions,
        sheets=tuple(shown),
    )


def _sheets(
    cycle: Cycle, packs: list[Pack], graded: list[GradedAnswer], *, second: bool, view: View
) -> Iterator[GradeSheet]:
    answers = _shown_answers(cycle, view)
    by_place: dict[tuple[str, str], list[GradedAnswer]] = {}
    for each in graded:
        by_place.setdefault((each.subject.case, each.subject.unit), []).append(each)
    twice = {each.subject.case for each in graded if each.is_second_rated}
    hidden = {each.question.id for each in graded} if second else set()
    number = 0
    for case in view.all(Case, cycle=cycle.ref, replaced_by=None, order_by="number"):
        columns = []
        for pack in (p for p in packs if any(c.ref == case.ref for c in p.cases)):
            number += 1
            here = by_place.get((case.ref, pack.unit), [])
            said = tuple(a for a in answers.get((case.ref, pack.unit), ())
                         if a.question not in hidden)  # fmt: skip
            given = () if second else tuple(g for each in here for g in _given(each))
            says = "" if here else NOTHING
            columns.append(GradeColumn(number, pack.unit, pack.unit_name, said, given, says))
        if columns and (case.ref in twice or not second):
            yield GradeSheet(case.ref, tuple(case.details.items()), tuple(columns))


def _shown_answers(cycle: Cycle, view: View) -> dict[tuple[str, str], list[ShownAnswer]]:
    asked = {question.id: question for question in thaw(cycle.template).questions}
    found: dict[tuple[str, str], list[ShownAnswer]] = {}
    for row in view.all(AnswerRow, cycle=cycle.ref, current=True, order_by="id"):
        if row.question in asked and (row.value or row.note):
            label = _label(asked[row.question], row.value or "")
            shown = ShownAnswer(row.question, label, row.note)
            found.setdefault((row.case_ref, row.unit), []).append(shown)
    return found


def _label(question: Question, value: str) -> str:
    choice = question.scale.choice(value) if question.scale else None
    return choice.label if choice else value


def _given(graded: GradedAnswer) -> Iterator[Given]:
    """Yield what already stands in the cells of one grade."""
    name = graded.subject.question
    for layer, each in COUNTED.items():
        grade = graded.moderated if layer is Layer.MODERATED else graded.panel
        if grade:
            yield Given(name, each, grade.value, grade.why)
    if graded.disagreement is DisagreementStatus.DISPUTED:
        yield Given(name, GradeField.DISPUTED, "yes", graded.disagreement_owner)
    if graded.follow_up_owner:
        yield Given(name, GradeField.FOLLOW_UP, graded.follow_up_owner)
    if graded.follow_up_by:
        yield Given(name, GradeField.FOLLOW_UP_BY, graded.follow_up_by.isoformat())
