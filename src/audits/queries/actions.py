"""The action plan: the list, one action whole, what a meeting must decide."""

from dataclasses import dataclass
from datetime import date, datetime

from audits.actions import smart_lint, weigh, why_brought
from audits.domain.action import ActionKind, Origin, Rag
from audits.domain.errors import NotFoundError
from audits.domain.factors import factors_of
from audits.domain.level import Dated
from audits.domain.partnership import MeetingRole
from audits.domain.remedies import Missing, Remedy, Verb
from audits.domain.status import ActionStatus
from audits.storage import ActionMeasure, ActionUpdate, Meeting, View
from audits.workspace import Workspace

from .action_list import EVERY, ActionFilter, Reviewed, reviewed
from .evidence import EvidenceLine, evidence_line, evidence_of
from .extended import extended
from .measures import impact_of
from .promised_actions import PromisedIn


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """What shows that an action worked: where it stood, where it should be, where it is."""

    name: str
    kind: str
    better: str
    baseline: Dated | None
    target: Dated | None
    after: Dated | None
    after_cycle: str | None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as it stands today; ``rag`` and ``overdue_days`` are derived, never kept."""

    id: str
    title: str
    source: str
    recommendation: str
    cycle: str | None
    owner: str
    due: date | None
    rag: Rag
    status: ActionStatus
    overdue_days: int
    measure: str
    findings: tuple[str, ...]
    times_moved: int
    percent_done: int
    origin: Origin
    kind: ActionKind
    typed_rag: Rag | None
    contributors: tuple[str, ...]
    theme: str
    lead: str
    deputy: str
    updated_by: str
    typed_why: str
    evidence: str
    completed_by: str
    impact: str
    closed_by: str
    closed_why: str
    minute: str
    reaudit_kind: str
    reaudit_cycle: str | None
    start_on: date | None
    original_due: date | None
    opened_on: date
    updated_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    meeting: date | None
    reaudit_on: date | None
    measured: MeasuredLine | None
    factors: tuple[str, ...]  # codes of what it is to put right


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """One thing said about an action, with what it changed."""

    at: datetime
    by: str
    text: str
    percent_done: int | None
    due_before: date | None
    due_after: date | None
    status_before: str | None
    status_after: str | None
    reason: str
    meeting: date | None
    minute: str
    return_: str | None


@dataclass(frozen=True, slots=True)
class ActionDetail(ActionLine):
    """One action with all that was said of it; ``doubts`` say what its wording lacks."""

    impact_in_words: str
    doubts: tuple[str, ...]
    evidence_files: tuple[EvidenceLine, ...]
    history: tuple[UpdateLine, ...]
    promised_in: PromisedIn | None


@dataclass(frozen=True, slots=True)
class BroughtAction(ActionLine):
    """One action that a meeting must decide about, with the question it must answer."""

    decide: str
    impact_in_words: str


SAME_AS_KEPT = (
    "theme", "lead", "deputy", "updated_by", "typed_why", "evidence", "completed_by", "impact",
    "closed_by", "closed_why", "minute", "reaudit_kind", "reaudit_cycle", "start_on",
    "original_due", "opened_on", "updated_at", "completed_at", "closed_at", "meeting",
    "reaudit_on",
)  # fmt: skip


def list_actions(wanted: ActionFilter = EVERY, *, workspace: Workspace) -> list[ActionLine]:
    """Return the actions that are wanted, the most overdue first."""
    with workspace.open_view() as view:
        return list(map(action_line, reviewed(wanted, view=view, workspace=workspace)))


def describe_action(ref: str, *, workspace: Workspace) -> ActionDetail:
    """Return one action with its evidence, history, measure in words and what its wording lacks.

    Raises:
        NotFoundError: if there is no such action.
    """
    from .promised_actions import promised_in  # no list looks into answers

    with workspace.open_view() as view:
        alike = reviewed(ActionFilter(ref=ref), view=view, workspace=workspace)
        if not alike:
            raise NotFoundError(f"There is no action '{ref}'.", remedy=Remedy(Verb.SEE_ACTIONS))
        listed, action, _, _ = alike[0]
        updates = view.all(ActionUpdate, ActionUpdate.action == ref, order_by=ActionUpdate.id)
        return extended(
            ActionDetail,
            action_line(alike[0]),
            impact_in_words=impact_in_words(listed.measure),
            doubts=tuple(smart_lint(action)),
            evidence_files=tuple(map(evidence_line, evidence_of([ref], view))),
            history=tuple(map(update_line, updates)),
            promised_in=promised_in(listed.row.answer, view),
        )


def bring_forward(meeting: date | None = None, *, workspace: Workspace) -> list[BroughtAction]:
    """Return what a meeting must decide, each with the question.

    The meeting is the quality group's next unless one is named. It decides on proposed actions,
    those their owner calls complete, and those a fortnight overdue by then.

    Raises:
        NotFoundError: if none is named and no meeting is to come.
    """
    with workspace.open_view() as view:
        day = meeting or next_meeting(view, workspace)
        brought = brought_to(day, view=view, workspace=workspace)
    return [_brought(action, why) for action, why in brought]


def _brought(reviewed_action: Reviewed, why: str) -> BroughtAction:
    in_words = impact_in_words(reviewed_action[0].measure)
    return extended(
        BroughtAction, action_line(reviewed_action), decide=why, impact_in_words=in_words
    )


def brought_to(day: date, *, view: View, workspace: Workspace) -> list[tuple[Reviewed, str]]:
    """Return the actions that a meeting must decide about, with what it must decide."""
    wanted = ActionFilter(meeting=max(day, workspace.today()))
    brought = []
    for reviewed_action in reviewed(wanted, view=view, workspace=workspace):
        why = why_brought(reviewed_action[1], day)
        if why:
            brought.append((reviewed_action, why))
    return brought


def next_meeting(view: View, workspace: Workspace) -> date:
    """Return the day of the quality group's next meeting that is known.

    Raises:
        NotFoundError: if none is.
    """
    body = workspace.partnership.meeting(MeetingRole.QUALITY_GROUP)
    is_to_come = Meeting.day >= workspace.today()
    days = view.values(Meeting.day, Meeting.body == body.code, is_to_come, order_by=Meeting.day)
    if not days:
        raise NotFoundError(
            f"No meeting of {body.name} is to come. Name its day, or add it.",
            remedy=(Remedy(Missing.MEETING), Remedy(Verb.ADD_MEETING)),
        )
    return days[0]


def impact_in_words(measure: ActionMeasure | None) -> str:
    """Return what an action's measure shows, with its interval; "" where it has none."""
    if measure is None:
        return ""
    from audits.statistics import compare_rounds  # a list, which says none of it, does without

    return weigh(impact_of(measure), compare_rounds).words


def action_line(reviewed_action: Reviewed) -> ActionLine:
    """Return an action as it is listed."""
    listed, action, colour, late = reviewed_action
    row = listed.row
    return ActionLine(
        id=action.id,
        title=action.title,
        source=action.source,
        recommendation=action.recommendation,
        cycle=action.cycle or None,
        owner=action.owner,
        due=action.due,
        rag=colour,
        status=action.status,
        overdue_days=late,
        measure=action.measure,
        findings=action.findings,
        times_moved=action.times_moved,
        percent_done=action.percent_done,
        origin=row.origin,
        kind=row.kind,
        typed_rag=row.typed_rag,
        contributors=listed.agencies,
        **{name: getattr(row, name) for name in SAME_AS_KEPT},
        measured=_measured(listed.measure),
        factors=factors_of(row.factors),
    )


def _measured(measure: ActionMeasure | None) -> MeasuredLine | None:
    if measure is None:
        return None
    impact = impact_of(measure)
    return MeasuredLine(
        measure.name, measure.kind, measure.better, impact.baseline, impact.target, impact.after,
        measure.after_cycle,
    )  # fmt: skip


def update_line(row: ActionUpdate) -> UpdateLine:
    """Return one thing that was said about an action."""
    return UpdateLine(
        row.at, row.by, row.text, row.percent_done, row.due_before, row.due_after,
        row.status_before, row.status_after, row.reason, row.meeting, row.minute, row.return_id,
    )  # fmt: skip
