"""Every grade of a cycle as it stands now: derived from answers and from what was added since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from audits.domain.grade import Grade, GradedAnswer, Layer, Subject
from audits.domain.pack import KNOWN, NOTHING_TO_REPORT, Pack
from audits.storage import (
    AnswerRow,
    Case,
    Cycle,
    Disagreement,
    FollowUp,
    GradeRow,
    IssuedPack,
    ModerationRow,
    ReturnFile,
    View,
    is_empty,
)
from audits.templates import template_of

from .packs import pack_of


@dataclass(frozen=True, slots=True)
class GradeChange:
    """What a moderator or a panel says about one grade; what is left empty changes nothing."""

    subject: Subject
    layer: Layer | None = None
    value: str = ""
    by: str = ""
    why: str = field(default="", repr=False)
    disputed: bool | None = None
    owner: str = ""  # of the dispute
    follow_up: str = ""
    follow_up_by: date | None = None
    source: str = ""


def graded_answers(cycle: Cycle, view: View) -> list[GradedAnswer]:
    """Return every grade that moderation is about, in the order of cases, units and questions.

    A child not known to a unit has no grade of its; nor has a unit with nothing to report.
    """
    asked = {
        question.id: question for question in template_of(cycle.template).moderated_questions()
    }
    if not asked:
        return []
    own, left_open = _own_grades(cycle, view)
    given = {(subject_of(row), row.layer): _grade(row) for row in _grades(cycle, view)}
    apart = {
        subject_of(row): row for row in view.all(Disagreement, Disagreement.cycle == cycle.ref)
    }
    follow_ups = {subject_of(row): row for row in _follow_ups(cycle, view)}
    moderation = view.find(ModerationRow, cycle.ref)
    twice = set(moderation.second_cases) if moderation else set()
    grades = []
    for subject in _subjects(cycle, asked, view):
        layers = {layer: given.get((subject, layer)) for layer in Layer}
        if (subject.unit, subject.case) in left_open and not any(layers.values()):
            continue
        graded = GradedAnswer(
            subject,
            asked[subject.question],
            own=own.get(subject),
            moderated=layers[Layer.MODERATED],
            panel=layers[Layer.PANEL],
            second=layers[Layer.SECOND],
            is_second_rated=subject.case in twice,
        )
        row, follow_up = apart.get(subject), follow_ups.get(subject)
        if row is not None:
            graded = replace(graded, disagreement=row.status, disagreement_owner=row.owner)
        if follow_up is not None:
            graded = replace(graded, follow_up_owner=follow_up.owner, follow_up_by=follow_up.due)
        grades.append(graded)
    return grades


def standing_grades(cycle: Cycle, view: View) -> dict[Subject, Grade]:
    """Return the grades that the panel or the desk put over the units' own; the panel's first."""
    standing: dict[Subject, Grade] = {}
    for row in _grades(cycle, view):
        subject, before = subject_of(row), standing.get(subject_of(row))
        beats = before is None or row.layer is Layer.PANEL or before.layer is row.layer
        if row.layer is not Layer.SECOND and beats:
            standing[subject] = _grade(row)
    return standing


def subject_of(row: GradeRow | Disagreement | FollowUp) -> Subject:
    """Return what a row is about."""
    return Subject(row.case_ref, row.unit, row.question)


def packs_of_cycle(cycle: Cycle, view: View) -> list[Pack]:
    """Return what every unit of a cycle was asked."""
    rows = view.all(
        IssuedPack,
        IssuedPack.cycle == cycle.ref,
        IssuedPack.edition == 1,
        order_by=IssuedPack.number,
    )
    return [pack_of(row) for row in rows]


def _subjects(cycle: Cycle, asked: Iterable[str], view: View) -> Iterator[Subject]:
    """Yield what was asked about the cases that still count."""
    counts = {
        case.ref: case.number
        for case in view.all(Case, Case.cycle == cycle.ref, is_empty(Case.replaced_by))
    }
    wanted = set(asked)
    packs = packs_of_cycle(cycle, view)
    for case in sorted(counts, key=lambda ref: counts[ref]):
        for pack in packs:
            if any(each.ref == case for each in pack.cases):
                questions = [q.id for q in pack.questions if q.id in wanted]
                yield from (Subject(case, pack.unit, question) for question in questions)


def _own_grades(cycle: Cycle, view: View) -> tuple[dict[Subject, Grade], set[tuple[str, str]]]:
    """Return the units' own grades, and of which units and cases none is wanted."""
    rows = view.all(
        AnswerRow, AnswerRow.cycle == cycle.ref, AnswerRow.current, order_by=AnswerRow.id
    )
    came = {row.id: row.received_at for row in view.all(ReturnFile, ReturnFile.cycle == cycle.ref)}
    own = {
        Subject(row.case_ref, row.unit, row.question): Grade(
            Layer.SELF, row.value, row.unit, came[row.return_id], row.note
        )
        for row in rows
        if row.value is not None
    }
    unknown = {(r.unit, r.case_ref) for r in rows if r.question == KNOWN.id and r.value == "no"}
    nil = {row.unit for row in rows if row.question == NOTHING_TO_REPORT.id and row.value}
    graded = {(s.unit, s.case) for s in own if s.case}
    cases = [case.ref for case in view.all(Case, Case.cycle == cycle.ref)]
    nothing = {(unit, case) for unit in nil for case in cases} - graded
    return own, unknown | nothing


def _grades(cycle: Cycle, view: View) -> list[GradeRow]:
    return view.all(GradeRow, GradeRow.cycle == cycle.ref, order_by=GradeRow.id)


def _follow_ups(cycle: Cycle, view: View) -> list[FollowUp]:
    return view.all(FollowUp, FollowUp.cycle == cycle.ref, order_by=FollowUp.id)


def _grade(row: GradeRow) -> Grade:
    return Grade(row.layer, row.value, row.given_by, row.given_at, row.why)
