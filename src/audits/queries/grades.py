"""Every grade of a cycle as it stands now: derived from answers and from what was added since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import TypeVar

from audits.domain.grade import Grade, GradedAnswer, Layer, Subject
from audits.domain.pack import KNOWN, Pack
from audits.domain.question import questions_by_id
from audits.storage import (
    Case,
    Cycle,
    Disagreement,
    FollowUp,
    GradeRow,
    ModerationRow,
    ReturnFile,
    View,
)
from audits.templates import template_of

from .current_rows import current_answers, current_case_refs, first_packs, units_with_nothing
from .packs import pack_of


About = TypeVar("About", Disagreement, FollowUp)


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
    asked = questions_by_id(template_of(cycle.template).moderated_questions())
    if not asked:
        return []
    own, left_open = _own_grades(cycle, view)
    given = _given_grades(cycle, view)
    apart = _by_subject(view.all(Disagreement, Disagreement.cycle == cycle.ref))
    follow_ups = _by_subject(_follow_ups(cycle, view))
    moderation = view.find(ModerationRow, cycle.ref)
    twice = set(moderation.second_cases) if moderation else set()
    grades = []
    for subject in _subjects(cycle, asked, view):
        layers = given.get(subject, {})
        if (subject.unit, subject.case) in left_open and not layers:
            continue
        graded = GradedAnswer(
            subject,
            asked[subject.question],
            own=own.get(subject),
            moderated=layers.get(Layer.MODERATED),
            panel=layers.get(Layer.PANEL),
            second=layers.get(Layer.SECOND),
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
    return list(map(pack_of, first_packs(cycle.ref, view)))


def subjects_asked(cycle: Cycle, view: View, only: Collection[str] = ()) -> Iterator[Subject]:
    """Yield what any unit was asked about a case: of these questions, or of all."""
    for pack in packs_of_cycle(cycle, view):
        questions = [asked.id for asked in pack.questions if not only or asked.id in only]
        for case in pack.cases:
            for question in questions:
                yield Subject(case.ref, pack.unit, question)


def _subjects(cycle: Cycle, asked: Collection[str], view: View) -> Iterator[Subject]:
    """Yield what was asked about the cases that still count, case by case."""
    by_case: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects_asked(cycle, view, only=asked):
        by_case[subject.case].append(subject)
    for case in current_case_refs(cycle.ref, view):
        yield from by_case[case]


def _own_grades(cycle: Cycle, view: View) -> tuple[dict[Subject, Grade], set[tuple[str, str]]]:
    """Return the units' own grades, and of which units and cases none is wanted."""
    answers = current_answers(cycle.ref, view)
    came = view.values_by(ReturnFile.id, ReturnFile.received_at, ReturnFile.cycle == cycle.ref)
    own: dict[Subject, Grade] = {}
    answered, not_known = set(), set()
    for row in answers:
        if row.value is None:
            continue
        subject = Subject(row.case_ref, row.unit, row.question)
        own[subject] = Grade(Layer.SELF, row.value, row.unit, came[row.return_id], row.note)
        answered.add((row.unit, row.case_ref))
        if row.question == KNOWN.id and row.value == "no":
            not_known.add((row.unit, row.case_ref))
    cases = view.values(Case.ref, Case.cycle == cycle.ref)
    nothing = set(product(units_with_nothing(answers), cases)) - answered
    return own, not_known | nothing


def _given_grades(cycle: Cycle, view: View) -> Mapping[Subject, Mapping[Layer, Grade]]:
    """Return the grades that were added since, by what they are about and by layer."""
    given: dict[Subject, dict[Layer, Grade]] = defaultdict(dict)
    for row in _grades(cycle, view):
        given[subject_of(row)][row.layer] = _grade(row)
    return given


def _by_subject(rows: Iterable[About]) -> dict[Subject, About]:
    return {subject_of(row): row for row in rows}


def _grades(cycle: Cycle, view: View) -> list[GradeRow]:
    return view.all(GradeRow, GradeRow.cycle == cycle.ref, order_by=GradeRow.id)


def _follow_ups(cycle: Cycle, view: View) -> list[FollowUp]:
    return view.all(FollowUp, FollowUp.cycle == cycle.ref, order_by=FollowUp.id)


def _grade(row: GradeRow) -> Grade:
    return Grade(row.layer, row.value, row.given_by, row.given_at, row.why)
