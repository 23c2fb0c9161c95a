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
    AnswerRow,
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

from .current_rows import current_answers, first_packs, units_with_nothing
from .packs import pack_of


About = TypeVar("About", Disagreement, FollowUp)


@dataclass(frozen=True, slots=True)
class GradeChange:
    """What a moderator or a panel says about one grade; what is left empty changes nothing.

    ``seen`` is the value of that layer as whoever says it saw it, "" for none; where another stands
    by then, nothing is taken. None looks at nothing.
    """

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
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class CycleRows:
    """What a cycle asked and was answered, read once: every case ever drawn, in its order."""

    cases: tuple[Case, ...]
    packs: tuple[Pack, ...]
    answers: tuple[AnswerRow, ...]

    def current_cases(self) -> tuple[Case, ...]:
        """Return the cases that were not replaced."""
        return tuple(case for case in self.cases if case.replaced_by is None)


def rows_of(cycle: Cycle, view: View) -> CycleRows:
    """Return what a cycle asked and was answered."""
    return CycleRows(
        tuple(view.all(Case, Case.cycle == cycle.ref, order_by=Case.number)),
        tuple(packs_of_cycle(cycle, view)),
        tuple(current_answers(cycle.ref, view)),
    )


def graded_answers(cycle: Cycle, view: View, rows: CycleRows | None = None) -> list[GradedAnswer]:
    """Return every grade that moderation is about, in the order of cases, units and questions.

    A child not known to a unit has no grade of its; nor has a unit with nothing to report. ``rows``
    are those of the cycle, where they were read already.
    """
    asked = questions_by_id(template_of(cycle.template).moderated_questions())
    if not asked:
        return []
    rows = rows or rows_of(cycle, view)
    own, left_open = _own_grades(cycle, rows, view)
    given = _given_grades(cycle, view)
    apart = _by_subject(view.all(Disagreement, Disagreement.cycle == cycle.ref))
    follow_ups = _by_subject(_follow_ups(cycle, view))
    moderation = view.find(ModerationRow, cycle.ref)
    twice = set(moderation.second_cases) if moderation else set()
    grades = []
    for subject in _subjects(asked, rows):
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
    yield from _asked_in(packs_of_cycle(cycle, view), only)


def _asked_in(packs: Iterable[Pack], only: Collection[str] = ()) -> Iterator[Subject]:
    for pack in packs:
        questions = [asked.id for asked in pack.questions if not only or asked.id in only]
        for case in pack.cases:
            for question in questions:
                yield Subject(case.ref, pack.unit, question)


def _subjects(asked: Collection[str], rows: CycleRows) -> Iterator[Subject]:
    """Yield what was asked about the cases that still count, case by case."""
    by_case: dict[str, list[Subject]] = defaultdict(list)
    for subject in _asked_in(rows.packs, asked):
        by_case[subject.case].append(subject)
    for case in rows.current_cases():
        yield from by_case[case.ref]


def _own_grades(
    cycle: Cycle, rows: CycleRows, view: View
) -> tuple[dict[Subject, Grade], set[tuple[str, str]]]:
    """Return the units' own grades, and of which units and cases none is wanted."""
    came = view.values_by(ReturnFile.id, ReturnFile.received_at, ReturnFile.cycle == cycle.ref)
    own: dict[Subject, Grade] = {}
    answered, not_known = set(), set()
    for row in rows.answers:
        if row.value is None:
            continue
        subject = Subject(row.case_ref, row.unit, row.question)
        own[subject] = Grade(Layer.SELF, row.value, row.unit, came[row.return_id], row.note)
        answered.add((row.unit, row.case_ref))
        if row.question == KNOWN.id and row.value == "no":
            not_known.add((row.unit, row.case_ref))
    cases = [case.ref for case in rows.cases]
    nothing = set(product(units_with_nothing(rows.answers), cases)) - answered
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
