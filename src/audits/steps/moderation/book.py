"""What stands in a cycle's moderation workbook: answers and grades as they are now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from audits.domain.errors import ModerationError
from audits.domain.grade import GradedAnswer, Layer, Subject
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
from audits.findings import Reason, may_be_agreed
from audits.queries.current_rows import current_answers, current_cases
from audits.queries.grades import graded_answers, packs_of_cycle
from audits.queries.moderation_plan import plan_of
from audits.queries.needs_person import needs_person
from audits.storage import Cycle, ModerationBook, View
from audits.templates import partnership_of, template_of
from audits.workspace import Workspace


BOOKS: TypeAdapter[GradeBook] = TypeAdapter(GradeBook)
NOTHING = "Nothing to grade: the child is not known, or there is nothing to report"
COUNTED = {Layer.MODERATED: GradeField.DESK, Layer.PANEL: GradeField.PANEL}


def book_of(row: ModerationBook) -> GradeBook:
    """Return what an edition of a moderation workbook held when it was written."""
    return BOOKS.validate_python(row.content)


def row_of(book: GradeBook, *, made_at: datetime) -> ModerationBook:
    """Return the row that keeps an edition of a moderation workbook."""
    what = "second-rating" if book.is_second else "moderation"
    return ModerationBook(
        id=book.token,
        code=book.code,
        edition=book.edition,
        cycle=book.cycle,
        is_second=book.is_second,
        file_name=f"{book.cycle}-{what}-{book.edition}.xlsx",
        content=_content(book),
        made_at=made_at,
    )


def is_kept_in(row: ModerationBook, book: GradeBook) -> bool:
    """Tell whether an edition held the same when it was written."""
    return _content(book) == row.content


def _content(book: GradeBook) -> dict[str, Any]:
    content: dict[str, Any] = BOOKS.dump_python(book, mode="json")
    return content


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
    asked = [field for wanted, field in layers if wanted]
    asked.append(GradeField.DISPUTED)
    if plan.follow_up != ():
        asked += [GradeField.FOLLOW_UP, GradeField.FOLLOW_UP_BY]
    if plan.desk:
        asked.append(GradeField.AGREE)
    return tuple(asked)


def make_book(
    cycle: Cycle,
    *,
    code: str,
    edition: int,
    second: bool,
    view: View,
    workspace: Workspace,
    every_grade: bool = False,
) -> GradeBook:
    """Return a cycle's moderation workbook as it is to be written now.

    A unit's column on a case has the number of its place among all that were ever asked, which
    no later edition changes. A book for second ratings holds only the cases drawn for one. Open
    are the grades that call for a person or, with ``every_grade``, all.
    """
    packs = packs_of_cycle(cycle, view)
    questions = template_of(cycle.template).moderated_questions()
    state = _state(cycle, questions, second=second, every_grade=every_grade, view=view)
    shown = list(_sheets(cycle, packs, state, view))
    partnership = partnership_of(cycle.partnership)
    return GradeBook(
        code=code,
        edition=edition,
        cycle=cycle.ref,
        title=cycle.title,
        board=partnership.name,
        contact=workspace.business_unit.contact,
        fields=fields_of(cycle, second=second),
        graded=questions,
        asked=template_of(cycle.template).questions,
        sheets=tuple(shown),
        units=tuple({pack.unit: pack.unit_name for pack in packs}.items()),
        follow_up=plan_of(cycle).follow_up,
        marking=partnership.markings.sensitive,
    )


@dataclass(frozen=True, slots=True)
class _State:
    """All that stands in a workbook, by case and unit, and what of it may be filled in."""

    by_place: Mapping[tuple[str, str], Sequence[GradedAnswer]]
    answers: Mapping[tuple[str, str], Sequence[ShownAnswer]]
    reasons: Mapping[Subject, Sequence[Reason]]
    questions: tuple[str, ...]
    second: bool
    every_grade: bool
    can_agree: bool


def _state(
    cycle: Cycle, questions: tuple[Question, ...], *, second: bool, every_grade: bool, view: View
) -> _State:
    graded = graded_answers(cycle, view)
    return _State(
        by_place=_by_place(graded),
        answers=_shown_answers(cycle, view),
        reasons=needs_person(cycle, graded, view),
        questions=tuple(question.id for question in questions),
        second=second,
        every_grade=every_grade or second,
        can_agree=plan_of(cycle).desk and not second,
    )


def _by_place(graded: list[GradedAnswer]) -> dict[tuple[str, str], list[GradedAnswer]]:
    by_place: dict[tuple[str, str], list[GradedAnswer]] = {}
    for grade in graded:
        by_place.setdefault((grade.subject.case, grade.subject.unit), []).append(grade)
    return by_place


def _sheets(cycle: Cycle, packs: list[Pack], state: _State, view: View) -> Iterator[GradeSheet]:
    graded = [grade for of_place in state.by_place.values() for grade in of_place]
    twice = {grade.subject.case for grade in graded if grade.is_second_rated}
    number = 0
    for case in current_cases(cycle.ref, view):
        columns: list[GradeColumn] = []
        asked = [pack for pack in packs if pack.has_case(case.ref)]
        for pack in asked:
            number += 1
            columns.append(_column(number, case.ref, pack, state))
        if columns and (case.ref in twice or not state.second):
            name = ""
            if len(asked) == 1 and asked[0].about.is_own:
                name = asked[0].unit_name
            yield GradeSheet(case.ref, tuple(case.details.items()), tuple(columns), name)


def _column(number: int, case: str, pack: Pack, state: _State) -> GradeColumn:
    """Return one unit on one case: what it answered, what is open, what may be agreed with."""
    graded = state.by_place.get((case, pack.unit), ())
    hidden: set[str] = set()
    given: list[Given] = []
    for grade in graded:
        if state.second:
            hidden.add(grade.question.id)
        else:
            given += _given(grade)
    answers = state.answers.get((case, pack.unit), ())
    opened = tuple(grade for grade in graded if _is_open(grade, state))
    is_open = dict.fromkeys(grade.subject for grade in opened)
    others: tuple[GradedAnswer, ...] = ()
    if state.can_agree:
        others = may_be_agreed(graded, is_open)
    says = "" if graded else NOTHING
    rest = [grade for grade in graded if grade not in opened]
    return GradeColumn(
        number,
        pack.unit,
        pack.unit_name,
        answers=tuple(answer for answer in answers if answer.question not in hidden),
        given=tuple(given),
        says=says,
        open=tuple((grade.question.id, _why(grade, state)) for grade in opened),
        unasked=tuple(_unasked(pack, state)),
        others=tuple(grade.question.id for grade in others),
        is_agreed=any(grade.moderated for grade in rest) and not others,
    )


def _is_open(graded: GradedAnswer, state: _State) -> bool:
    return state.every_grade or graded.subject in state.reasons


def _why(graded: GradedAnswer, state: _State) -> str:
    if state.second:
        return ""
    return ", ".join(state.reasons.get(graded.subject, ()))


def _unasked(pack: Pack, state: _State) -> Iterator[str]:
    """Yield the graded questions that a unit was not asked."""
    asked = {question.id for question in pack.questions}
    yield from (name for name in state.questions if name not in asked)


def _shown_answers(cycle: Cycle, view: View) -> dict[tuple[str, str], list[ShownAnswer]]:
    asked = {question.id: question for question in template_of(cycle.template).questions}
    by_place: dict[tuple[str, str], list[ShownAnswer]] = {}
    for row in current_answers(cycle.ref, view):
        if row.question in asked and (row.value or row.note):
            label = _label(asked[row.question], row.value or "")
            shown = ShownAnswer(row.question, label, row.note)
            by_place.setdefault((row.case_ref, row.unit), []).append(shown)
    return by_place


def _label(question: Question, value: str) -> str:
    choice = question.choice(value)
    return choice.label if choice else value


def _given(graded: GradedAnswer) -> Iterator[Given]:
    """Yield what already stands in the cells of one grade."""
    name = graded.subject.question
    for layer, field in COUNTED.items():
        grade = graded.moderated if layer is Layer.MODERATED else graded.panel
        if grade:
            yield Given(name, field, grade.value, grade.why)
    if graded.disagreement is DisagreementStatus.DISPUTED:
        yield Given(name, GradeField.DISPUTED, "yes", graded.disagreement_owner)
    if graded.follow_up_owner:
        yield Given(name, GradeField.FOLLOW_UP, graded.follow_up_owner)
    if graded.follow_up_by:
        yield Given(name, GradeField.FOLLOW_UP_BY, graded.follow_up_by.isoformat())
