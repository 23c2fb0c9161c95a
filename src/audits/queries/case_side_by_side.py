"""One case of a moderation: what every unit answered, side by side, and every grade of it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from audits.domain.errors import ModerationError, NotFoundError
from audits.domain.grade import Grade, GradedAnswer, Subject
from audits.domain.pack import Pack
from audits.domain.plan import Moderation
from audits.domain.question import Question, questions_by_id
from audits.domain.status import CycleStatus, DisagreementStatus
from audits.findings import Reason, panel_may_agree, wants_follow_up
from audits.storage import AnswerRow, Case, Cycle
from audits.templates import template_of
from audits.workspace import Workspace

from .current_rows import by_cell
from .grades import graded_answers, rows_of
from .moderation_plan import plan_of
from .needs_person import may_agree, needs_person
from .places_on_scale import Place, label_of, place_of


Reasons = Mapping[Subject, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class GradeInWords:
    """One judgement: the choice's code, label and place, whose it is, when it was given and why."""

    value: str
    label: str
    place: Place
    by: str
    at: datetime
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnitGrade:
    """Every grade of one unit on one question, kept apart, and what is open about it.

    Of a unit that ``is_blank``, with nothing to grade, there is nothing else.
    """

    unit: str
    unit_name: str = ""
    is_blank: bool = True
    own: GradeInWords | None = None
    desk: GradeInWords | None = None
    panel: GradeInWords | None = None
    second: GradeInWords | None = None
    may_agree: bool = False
    panel_may_agree: bool = False
    reasons: tuple[Reason, ...] = ()
    differs: bool = False
    disputed_by: str | None = None
    follow_up: str = ""
    follow_up_by: date | None = None
    wants_follow_up: bool = False


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question that is graded again, with its scale, and the grades of each unit asked."""

    question: Question
    units: tuple[UnitGrade, ...]


@dataclass(frozen=True, slots=True)
class AnswerInCell:
    """What one unit answered, where that stands on the scale, and the cell that it came from."""

    label: str = field(repr=False)
    note: str = field(repr=False)
    place: Place
    return_: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class AnswersToQuestion:
    """One question with every unit's answer, in the units' order; None where there is none.

    ``asked`` tells of each unit whether it was asked this question at all.
    """

    section: str
    asks: str
    answers: tuple[AnswerInCell | None, ...]
    differ: bool
    asked: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class CaseSideBySide:
    """One case of a moderation, its units side by side; ``units`` are codes and names.

    ``before`` and ``after`` are the cases around it in their order, "" at the ends. With ``blind``
    no grade that is to be rated a second time is in it, and only such cases are around it.
    """

    ref: str
    title: str
    status: CycleStatus
    case: str
    details: Mapping[str, str]
    number: int
    of: int
    before: str
    after: str
    blind: bool
    has_desk: bool
    has_panel: bool
    units: tuple[tuple[str, str], ...]
    graded: tuple[GradedQuestion, ...]
    answers: tuple[AnswersToQuestion, ...]


def case_side_by_side(
    ref: str, case: str, *, workspace: Workspace, blind: bool = False
) -> CaseSideBySide:
    """Return one case with what each unit answered and every grade of it, side by side.

    With ``blind`` it is what a second rater may see: no grade that is to be rated, and nobody's
    name who gave one.

    Raises:
        NotFoundError: if the case is not in the draw.
        ModerationError: if the template asks for no moderation, or no second rating of this case.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan = plan_of(cycle)
        rows = rows_of(cycle, view)
        graded = graded_answers(cycle, view, rows)
        reasons = needs_person(cycle, graded, view, rows)
    template = template_of(cycle.template)
    shown = list(_to_be_seen(rows.current_cases(), graded, blind=blind))
    place = _place_of(case, shown, ref, blind=blind)
    around = ("", *(row.ref for row in shown), "")
    packs = [pack for pack in rows.packs if pack.has_case(case)]
    units = {pack.unit: pack.unit_name for pack in packs}
    questions = template.moderated_questions()
    grades, hidden = _grades_of(case, graded, reasons, plan), set[str]()
    if blind:
        grades = _own_ratings(case, graded)
        hidden = {question.id for question in questions}
    return CaseSideBySide(
        ref=ref, title=cycle.title, status=cycle.status, case=case, details=shown[place].details,
        number=place + 1, of=len(shown), before=around[place], after=around[place + 2],
        blind=blind, has_desk=plan.desk, has_panel=plan.panel, units=tuple(units.items()),
        graded=tuple(_graded(case, questions, units, grades)),
        answers=tuple(_side_by_side(case, template.questions, packs, rows.answers, hidden)),
    )  # fmt: skip


def _to_be_seen(
    cases: Sequence[Case], graded: Sequence[GradedAnswer], *, blind: bool
) -> Iterator[Case]:
    """Yield the cases that have grades or, for a second rater, those that are rated twice."""
    counted = {g.subject.case for g in graded if g.is_second_rated or not blind}
    yield from (case for case in cases if case.ref in counted)


def _place_of(case: str, shown: Sequence[Case], ref: str, *, blind: bool) -> int:
    refs = [row.ref for row in shown]
    if case in refs:
        return refs.index(case)
    if blind:
        raise ModerationError(f"{case} is not drawn for a second rating.")
    raise NotFoundError(f"{case} is not among the graded cases of {ref}.")


def _grades_of(
    case: str, graded: Sequence[GradedAnswer], reasons: Reasons, plan: Moderation
) -> dict[Subject, UnitGrade]:
    """Return what is known of each grade of a case."""
    agreed, at_one = may_agree(plan, graded, reasons), panel_may_agree(graded, plan, reasons)
    grades = {}
    for grade in graded:
        subject = grade.subject
        if subject.case == case:
            grades[subject] = replace(
                _unit_grade(grade),
                may_agree=grade in agreed,
                panel_may_agree=grade in at_one,
                reasons=reasons.get(subject, ()),
                wants_follow_up=wants_follow_up(grade, plan),
            )
    return grades


def _own_ratings(case: str, graded: Sequence[GradedAnswer]) -> dict[Subject, UnitGrade]:
    """Return what a second rater may see of each grade: nothing but their own rating."""
    ratings = {}
    for grade in graded:
        if grade.subject.case == case:
            second = _in_words(grade.question)(grade.second)
            ratings[grade.subject] = UnitGrade(grade.subject.unit, is_blank=False, second=second)
    return ratings


def _unit_grade(graded: GradedAnswer) -> UnitGrade:
    in_words = _in_words(graded.question)
    is_disputed = graded.disagreement is DisagreementStatus.DISPUTED
    disputed_by = graded.disagreement_owner if is_disputed else None
    return UnitGrade(
        unit=graded.subject.unit,
        is_blank=False,
        own=in_words(graded.own),
        desk=in_words(graded.moderated),
        panel=in_words(graded.panel),
        second=in_words(graded.visible_second),
        differs=graded.disagreement is DisagreementStatus.DIFFERS,
        disputed_by=disputed_by,
        follow_up=graded.follow_up_owner,
        follow_up_by=graded.follow_up_by,
    )


def _in_words(question: Question) -> Callable[[Grade | None], GradeInWords | None]:
    """Return what puts a grade on a question in words."""

    def in_words(grade: Grade | None) -> GradeInWords | None:
        if grade is None:
            return None
        label, place = label_of(question, grade.value), place_of(question, grade.value)
        return GradeInWords(grade.value, label, place, grade.by, grade.at, grade.why)

    return in_words


def _graded(
    case: str,
    questions: Sequence[Question],
    units: Mapping[str, str],
    grades: Mapping[Subject, UnitGrade],
) -> Iterator[GradedQuestion]:
    """Yield each graded question with each unit's grades; a unit without any is blank."""
    for question in questions:
        of_units = []
        for unit, name in units.items():
            subject = Subject(case, unit, question.id)
            grade = grades.get(subject, UnitGrade(unit))
            of_units.append(replace(grade, unit_name=name))
        yield GradedQuestion(question, tuple(of_units))


def _side_by_side(
    case: str,
    questions: Sequence[Question],
    packs: Sequence[Pack],
    answers: Sequence[AnswerRow],
    hidden: Collection[str],
) -> Iterator[AnswersToQuestion]:
    """Yield each question that any unit answered, but those whose answers are ``hidden``."""
    cells = by_cell(row for row in answers if row.value or row.note)
    asked_of = {pack.unit: questions_by_id(pack.questions) for pack in packs}
    for question in questions:
        given = [cells.get((pack.unit, case, question.id)) for pack in packs]
        if question.id in hidden or not any(given):
            continue
        shown = tuple(_answer(question, row) for row in given)
        labels = {answer.label for answer in shown if answer and question.scale}
        asked = tuple(question.id in asked_of[pack.unit] for pack in packs)
        yield AnswersToQuestion(question.section, question.asks, shown, len(labels) > 1, asked)


def _answer(question: Question, row: AnswerRow | None) -> AnswerInCell | None:
    if row is None:
        return None
    value = row.value or ""
    return AnswerInCell(
        label=label_of(question, value),
        note=row.note,
        place=place_of(question, value),
        return_=row.return_id,
        sheet=row.sheet,
        cell=row.cell,
    )
