"""How the moderation of a cycle stands: its cases, those that need a person first."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from audits.domain.grade import GradedAnswer, Subject
from audits.domain.plan import Moderation
from audits.domain.status import CycleStatus, DisagreementStatus
from audits.findings import Reason, Waiting, WaitsFor, panel_may_agree, waiting
from audits.storage import Cycle
from audits.workspace import Workspace

from .cycle_titles import CycleTitle, title_of
from .grades import graded_answers, rows_of
from .moderation_plan import plan_of
from .needs_person import may_agree, needs_person


UNNAMED = ("desk", "panel")  # who has what differs, until a person is named


@dataclass(frozen=True, slots=True)
class CaseToModerate:
    """One case: why a person must look at it, and how many of its grades wait.

    ``waits`` for a person, ``others`` may be agreed with at once, ``second`` for a blind rating.
    """

    case: str
    reasons: tuple[Reason, ...]
    waits: int
    others: int
    second: int
    disputed: int


@dataclass(frozen=True, slots=True)
class GradersApart:
    """One grade over which graders are apart, who has it, and each grade in words.

    ``owner`` is "" until a person is named: the panel has it then, or the desk where there is none.
    ``grades`` is empty until its blind rating is in: whoever gives that comes by this page.
    """

    subject: Subject
    unit: str
    asks: str
    is_disputed: bool
    owner: str
    grades: tuple[tuple[str, str], ...]  # whose, and which


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """How many grades there are, how many wait for what, and the cases, the urgent ones first.

    ``others`` the desk may agree with at once, and ``for_panel`` the panel; ``apart`` is what
    somebody has to settle; ``rated_twice`` are the cases that were drawn for a blind second rating.
    """

    cycle: CycleTitle
    grades: int
    waits: tuple[tuple[WaitsFor, int], ...]
    holds_up: int
    others: int
    for_panel: int
    apart: tuple[GradersApart, ...]
    has_desk: bool
    has_panel: bool
    cases: tuple[CaseToModerate, ...]
    rated_twice: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Tell whether grades are taken now."""
        return self.cycle.status is CycleStatus.MODERATING


def moderation_page(ref: str, *, workspace: Workspace) -> ModerationPage:
    """Return how a cycle's moderation stands.

    Raises:
        NotFoundError: if there is no such cycle.
        ModerationError: if its template asks for no moderation.
    """
    with workspace.open_view() as view:
        cycle = view.get(Cycle, ref)
        plan = plan_of(cycle)
        rows = rows_of(cycle, view)
        graded = graded_answers(cycle, view, rows)
        reasons = needs_person(cycle, graded, view, rows)
    open_points = waiting(graded, plan)
    counts = Counter(map(attrgetter("waits_for"), open_points))
    others = {grade.subject for grade in may_agree(plan, graded, reasons)}
    twice = dict.fromkeys(grade.subject.case for grade in graded if grade.is_second_rated)
    return ModerationPage(
        cycle=title_of(cycle),
        grades=len(graded),
        waits=tuple(sorted(counts.items())),
        holds_up=sum(map(attrgetter("holds_up"), open_points)),
        others=len(others),
        for_panel=len(panel_may_agree(graded, plan, reasons)),
        apart=tuple(_apart(graded, {pack.unit: pack.unit_name for pack in rows.packs})),
        has_desk=plan.desk,
        has_panel=plan.panel,
        cases=tuple(sorted(_cases(graded, reasons, others, plan), key=_urgency)),
        rated_twice=tuple(twice),
    )


def _apart(graded: Sequence[GradedAnswer], names: Mapping[str, str]) -> Iterator[GradersApart]:
    for grade in graded:
        if grade.disagreement in (None, DisagreementStatus.SETTLED):
            continue
        owner = "" if grade.disagreement_owner in UNNAMED else grade.disagreement_owner
        yield GradersApart(
            grade.subject,
            names.get(grade.subject.unit, grade.subject.unit),
            grade.question.asks,
            grade.disagreement is DisagreementStatus.DISPUTED,
            owner,
            tuple(_in_words(grade)),
        )


def _in_words(graded: GradedAnswer) -> Iterator[tuple[str, str]]:
    """Yield whose each grade is and what it is called, the unit's own first."""
    if graded.is_second_rated and graded.second is None:
        return
    grades = (graded.own, graded.moderated, graded.panel, graded.visible_second)
    for whose, grade in zip(("Own", "Desk", "Panel", "Second"), grades, strict=True):
        if grade is not None:
            choice = graded.question.choice(grade.value)
            yield whose, choice.label if choice else grade.value


def _cases(
    graded: Sequence[GradedAnswer],
    reasons: Mapping[Subject, tuple[Reason, ...]],
    others: Collection[Subject],
    plan: Moderation,
) -> Iterator[CaseToModerate]:
    by_case: dict[str, list[GradedAnswer]] = defaultdict(list)
    for grade in graded:
        by_case[grade.subject.case].append(grade)
    for case, grades in by_case.items():
        yield _case(case, grades, reasons, others, plan)


def _case(
    case: str,
    graded: Sequence[GradedAnswer],
    reasons: Mapping[Subject, tuple[Reason, ...]],
    others: Collection[Subject],
    plan: Moderation,
) -> CaseToModerate:
    held_up = [missing for missing in waiting(graded, plan) if missing.holds_up]
    waits = Counter(_whom_it_waits_for(missing, others) for missing in held_up)
    why = chain.from_iterable(reasons.get(grade.subject, ()) for grade in graded)
    stands = Counter(grade.disagreement for grade in graded)
    return CaseToModerate(
        case=case,
        reasons=tuple(dict.fromkeys(why)),
        waits=waits["a person"],
        others=waits["anybody"],
        second=waits["a second rater"],
        disputed=stands[DisagreementStatus.DISPUTED],
    )


def _whom_it_waits_for(missing: Waiting, others: Collection[Subject]) -> str:
    if missing.waits_for is WaitsFor.SECOND:
        return "a second rater"
    if missing.waits_for is WaitsFor.DESK and missing.subject in others:
        return "anybody"
    return "a person"


def _urgency(case: CaseToModerate) -> tuple[bool, bool, int]:
    """Order cases: those that wait for a person first, among them the disputed ones."""
    return not case.waits, not case.disputed, -case.waits
