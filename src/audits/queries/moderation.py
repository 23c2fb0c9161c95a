"""What moderation has come to: grades side by side, what waits, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from audits.domain.errors import NotFoundError
from audits.domain.grade import Grade, GradedAnswer
from audits.domain.status import DisagreementStatus
from audits.findings import Reason, WaitsFor, waiting
from audits.storage import Cycle, ModerationRow
from audits.workspace import Workspace

from .extended import extended
from .grades import graded_answers
from .moderation_plan import (
    Direction,
    ModerationFacts,
    RatingPairs,
    facts_kept,
    moderation_facts,
    plan_of,
)
from .needs_person import needs_person


@dataclass(frozen=True, slots=True)
class GivenGrade:
    """One judgement: a choice's code, and whose it is."""

    value: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """The grades of one unit's answer side by side, None where there is none.

    ``stands`` is the code that counts; ``second`` shows once the unit's own is in.
    """

    case: str
    unit: str
    question: str
    self_: GivenGrade | None
    moderated: GivenGrade | None
    panel: GivenGrade | None
    second: GivenGrade | None
    stands: str | None
    disagreement: DisagreementStatus | None
    disagreement_owner: str | None
    follow_up_owner: str | None
    follow_up_by: date | None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One thing that moderation waits for, and whether it holds up the end.

    Without ``reasons`` no person need look: it may be agreed with together with all others.
    """

    case: str
    unit: str
    question: str
    waits_for: WaitsFor
    owner: str
    holds_up: bool
    says: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ModerationSummary:
    """What came of a cycle's moderation; ``ended_at`` is None while it goes on."""

    ref: str
    ended_at: datetime | None
    direction: tuple[Direction, ...]
    second: tuple[RatingPairs, ...]
    second_cases: tuple[str, ...]
    unanswered: tuple[str, ...]


def list_grades(ref: str, case: str | None = None, *, workspace: Workspace) -> list[GradeLine]:
    """Return every grade of a cycle, or of one case: the unit's own, the desk's and the panel's.

    Raises:
        NotFoundError: if the case has no grades in this cycle.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        graded = graded_answers(cycle, view)
    rows = [_line(grade) for grade in graded if case in (None, grade.subject.case)]
    if case is not None and not rows:
        cases = ", ".join(dict.fromkeys(grade.subject.case for grade in graded))
        raise NotFoundError(f"{case} is not among the graded cases of {ref}: {cases or 'none'}.")
    return rows


def list_waiting(ref: str, *, workspace: Workspace) -> list[WaitingLine]:
    """Return what moderation waits for, whether it holds up the end, and why a person must look.

    A grade without ``reasons`` may be agreed with together with all others.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        graded = graded_answers(cycle, view)
        reasons = needs_person(cycle, graded, view)
    return [
        WaitingLine(
            item.subject.case,
            item.subject.unit,
            item.subject.question,
            item.waits_for,
            item.owner,
            item.holds_up,
            item.says,
            reasons.get(item.subject, ()),
        )
        for item in waiting(graded, plan_of(cycle))
    ]


def describe_moderation(ref: str, *, workspace: Workspace) -> ModerationSummary:
    """Return what came of a cycle's moderation: as it ended, or as it stands now."""
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan_of(cycle)
        row = view.find(ModerationRow, ref)
        if row is not None and row.ended_at:
            return _summary(ref, row.ended_at, facts_kept(row))
        return _summary(ref, None, moderation_facts(cycle, graded_answers(cycle, view), view))


def _summary(ref: str, ended_at: datetime | None, facts: ModerationFacts) -> ModerationSummary:
    return extended(ModerationSummary, facts, ref=ref, ended_at=ended_at)


def _line(graded: GradedAnswer) -> GradeLine:
    stands = graded.standing.value if graded.standing else None
    return GradeLine(
        case=graded.subject.case,
        unit=graded.subject.unit,
        question=graded.subject.question,
        self_=_grade(graded.own),
        moderated=_grade(graded.moderated),
        panel=_grade(graded.panel),
        second=_grade(graded.visible_second),
        stands=stands,
        disagreement=graded.disagreement,
        disagreement_owner=graded.disagreement_owner or None,
        follow_up_owner=graded.follow_up_owner or None,
        follow_up_by=graded.follow_up_by,
    )


def _grade(grade: Grade | None) -> GivenGrade | None:
    if grade is None:
        return None
    return GivenGrade(grade.value, grade.by, grade.at, grade.why)
