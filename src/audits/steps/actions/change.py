"""Add an action and write down what is said about it: every change keeps what was, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from audits.actions import weigh
from audits.domain.action import TYPED, ActionKind, Rag, origin_of
from audits.domain.errors import StatusError, UserError
from audits.domain.moves import check_move
from audits.domain.remedies import Missing, Remedy, Verb
from audits.domain.status import ACTION_MOVES, ENDED_ACTION, ActionStatus
from audits.queries.measures import impact_of
from audits.statistics import compare_rounds
from audits.steps.masks import masks
from audits.storage import (
    ActionAgency,
    ActionFinding,
    ActionMeasure,
    ActionRow,
    ActionUpdate,
    UnitOfWork,
    View,
)
from audits.workspace import Workspace

from .keep_evidence import EvidenceFile, keep_evidence
from .link import check_agencies, check_findings, link_action


class DueError(UserError):
    """An action cannot be due on such a day."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is said about an action; None and "" change nothing.

    ``text`` says what happened, or why it changes. ``files`` are evidence, beside the words in
    ``evidence``. ``reason`` is the quality group's, to close what no measure shows to have worked.
    ``by`` is who says it, if not who types it.
    """

    text: str
    percent_done: int | None = None
    due: date | None = None
    status: ActionStatus | None = None
    evidence: str = ""
    reason: str = ""
    by: str = ""
    meeting: date | None = None
    minute: str = ""
    typed_rag: Rag | None = None
    lift_rag: bool = False
    owner: str = ""
    contributors: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    return_id: str | None = None
    files: tuple[EvidenceFile, ...] = ()


@masks("title", "measure", about="source")
def add_action(
    title: str,
    *,
    owner: str,
    due: date,
    workspace: Workspace,
    measure: str = "",
    source: str = "other",
    contributors: Sequence[str] = (),
    findings: Sequence[str] = (),
    theme: str = "",
    kind: ActionKind = ActionKind.PRACTICE,
    lead: str = "",
    deputy: str = "",
    start: date | None = None,
) -> str:
    """Add an action of other origin to the plan and return its id.

    Raises:
        UserError: without a title or an owner, or if it is due in the past.
        NotFoundError: if an agency or a finding is not known.
    """
    with workspace.open_uow() as uow:
        check_agencies(owner, contributors, uow.owners())
        check_findings(findings, uow)
        _check_due(due, "The action", workspace)
        if start and start > due:
            raise DueError(
                f"The action cannot begin on {start:%d/%m/%Y}, after it is due. Put one of the "
                "days right."
            )
        row = ActionRow(
            id="", title=title.strip(), source=source, theme=theme, kind=kind,
            owner=owner, lead=lead, deputy=deputy, due=due, original_due=due, measure=measure,
            status=ActionStatus.OPEN, opened_on=workspace.today(), start_on=start,
        )  # fmt: skip
        ref = number_and_add(row, contributors, findings, uow=uow)
        uow.commit()
        return ref


def number_and_add(
    row: ActionRow, contributors: Sequence[str], findings: Sequence[str], *, uow: UnitOfWork
) -> str:
    """Number an action, add it with what hangs on it and a note, and return its id.

    Raises:
        UserError: if it does not say what is to be done.
    """
    if not row.title:
        raise UserError("The action does not say what is to be done. Give it a title.")
    row.id, row.origin = f"A{uow.next_number('action')}", origin_of(row.source)
    uow.add(row)
    for agency in dict.fromkeys(contributors):
        if agency != row.owner:
            uow.add(ActionAgency(action=row.id, agency=agency))
    for finding in dict.fromkeys(findings):
        uow.add(ActionFinding(action=row.id, finding=finding))
    uow.note("action added", row.id, owner=row.owner, due=row.due, source=row.source)
    return row.id


@masks("text", "change")
def update_action(
    ref: str,
    *,
    workspace: Workspace,
    text: str,
    percent_done: int | None = None,
    due: date | None = None,
    status: ActionStatus | None = None,
    change: Change | None = None,
) -> None:
    """Write down what was said about an action; ``change`` says more than the usual few.

    Raises:
        UserError: without a text, with a percentage or a date that is none, or where an action is
            to be closed by no meeting, or although nothing shows that it worked and no reason is
            given.
        StatusError: for a move that is not allowed, or if the action is closed.
    """
    change = change or Change(text, percent_done, due, status)
    with workspace.open_uow() as uow:
        apply_change(uow.get(ActionRow, ref), change, uow=uow, workspace=workspace)
        uow.commit()


def apply_change(row: ActionRow, change: Change, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Apply a change in the caller's transaction; what is refused leaves the action as it was."""
    _check(row, change, workspace)
    link_action(row, uow, owner=change.owner, contributors=change.contributors,
                findings=change.findings)  # fmt: skip
    impact = ""
    if change.status is ActionStatus.CLOSED:
        impact = _check_impact(row, change, workspace.partnership.quality_group.short, uow)
    update = _update(row, change, uow.actor, workspace)
    change = _with_files(row, change, update, uow=uow, workspace=workspace)
    if change.due is not None and change.due != row.due:
        _move(row, change.due, update)
    if change.percent_done is not None:
        row.percent_done = change.percent_done
    if change.typed_rag or change.lift_rag:
        row.typed_rag, row.typed_why = change.typed_rag, change.text if change.typed_rag else ""
    row.updated_at, row.updated_by = update.at, update.by
    if change.meeting:
        row.meeting, row.minute = change.meeting, change.minute
    if change.status is None or change.status is row.status:
        done, owner = row.percent_done, row.owner
        uow.note("action updated", row.id, due=row.due, percent_done=done, owner=owner)
        _add_evidence(row, change, update)
    else:
        update.status_before, update.status_after = str(row.status), str(change.status)
        _pass_gate(row, change, impact, update)
        uow.move_action(row, change.status, why=change.text)
    uow.add_all([row, update])


def _with_files(
    row: ActionRow, change: Change, update: ActionUpdate, *, uow: UnitOfWork, workspace: Workspace
) -> Change:
    """Keep the files that come with a change; what they show is evidence too."""
    kept = keep_evidence(
        change.files, row, by=update.by, at=update.at, uow=uow, workspace=workspace
    )
    shown = [f"Evidence {file.number}: {file.shows}" for file in kept]
    texts = filter(None, [change.evidence.strip(), *shown])
    return replace(change, evidence="; ".join(texts))


def _add_evidence(row: ActionRow, change: Change, update: ActionUpdate) -> None:
    """Add what came later to the evidence on which an action is complete; keep it in its update."""
    update.reason = update.reason or change.evidence
    if row.status is ActionStatus.COMPLETE and change.evidence:
        row.evidence = f"{row.evidence}; {change.evidence}"


def _move(row: ActionRow, due: date, update: ActionUpdate) -> None:
    """Move an action's day; the first day of one that had none is no moved day."""
    update.due_before, update.due_after = row.due, due
    row.times_moved += row.due is not None
    row.original_due = row.original_due or due
    row.due = due


def _check(row: ActionRow, change: Change, workspace: Workspace) -> None:
    if not change.text.strip():
        raise UserError(
            "Say what has happened, or why you are changing it.", remedy=Remedy(Missing.TEXT)
        )
    if row.status in ENDED_ACTION and change.status is not ActionStatus.OPEN:
        says = f"{row.id} is {row.status}, so nothing was written about it."
        if row.status is not ActionStatus.CLOSED:
            raise StatusError(says)
        group = workspace.partnership.quality_group.short
        reopen = Remedy(Verb.REOPEN_ACTION, row.id)
        raise StatusError(f"{says} {group} can reopen it.", remedy=reopen)
    if change.percent_done is not None and not 0 <= change.percent_done <= 100:
        raise UserError(
            f"{change.percent_done} is not a percentage of {row.id} done. Give 0 to 100."
        )
    if change.due is not None and change.due != row.due:
        _check_due(change.due, row.id, workspace)
    if change.typed_rag and change.typed_rag not in TYPED:
        raise UserError(
            f"{row.id} cannot be called {change.typed_rag}: a colour is worked out from dates and "
            "updates. You may only say that it stands worse: amber or red."
        )
    if change.status is not None and change.status is not row.status:
        _check_status(row, change, change.status)


def _check_status(row: ActionRow, change: Change, status: ActionStatus) -> None:
    check_move(ACTION_MOVES, row.status, status, row.id)
    is_taken_on = row.status is ActionStatus.PROPOSED and status is ActionStatus.OPEN
    if is_taken_on and not (row.due or change.due):
        raise DueError(
            f"{row.id} has no day. Say by when it will be done.", remedy=Remedy(Missing.DUE)
        )
    if status is ActionStatus.CLOSED and change.meeting is None:
        raise UserError(
            f"Say which meeting decided to close {row.id}.", remedy=Remedy(Missing.MEETING)
        )


def _check_due(due: date, about: str, workspace: Workspace) -> None:
    if due < workspace.today():
        raise DueError(
            f"{about} cannot be due on {due:%d/%m/%Y}, which is past. Give the day by which it "
            "will be done."
        )


def _check_impact(row: ActionRow, change: Change, group: str, view: View) -> str:
    """Return what shows that an action worked; refuse to close what nothing shows."""
    measure = view.find(ActionMeasure, row.id)
    # A meeting's text is its decision and then what it saw; the impact is what it saw.
    impact = change.reason if change.text.endswith(change.reason) else ""
    impact = impact.strip() or change.text
    if measure is None:
        return impact
    verdict = weigh(impact_of(measure), compare_rounds)
    if not verdict.moved and not change.reason.strip():
        raise UserError(
            f"{row.id} cannot be closed: nothing shows yet that it worked. {verdict.words} "
            f"Measure it again, or give {group}'s reason.",
            remedy=Remedy(Missing.REASON),
        )
    return f"{impact.rstrip('.')}. {verdict.words}"


def _update(row: ActionRow, change: Change, actor: str, workspace: Workspace) -> ActionUpdate:
    group = workspace.partnership.quality_group.short
    return ActionUpdate(
        action=row.id,
        at=workspace.clock(),
        by=change.by or (group if change.status is ActionStatus.CLOSED else actor),
        text=change.text,
        percent_done=change.percent_done,
        reason=change.reason,
        meeting=change.meeting,
        minute=change.minute,
        return_id=change.return_id,
    )


def _pass_gate(row: ActionRow, change: Change, impact: str, update: ActionUpdate) -> None:
    """Write down who let an action through, on what; taken back, the history alone keeps it."""
    if change.status is ActionStatus.COMPLETE:
        row.evidence, row.percent_done = change.evidence or change.text, 100
        row.completed_at, row.completed_by = update.at, update.by
        update.reason, update.percent_done = change.reason or row.evidence, None  # all is done
    elif change.status is ActionStatus.CLOSED:
        row.impact, row.closed_why = impact, change.reason
        row.closed_at, row.closed_by = update.at, update.by
        update.reason = change.reason or impact
    else:
        row.evidence = row.completed_by = row.impact = row.closed_by = row.closed_why = ""
        row.completed_at = row.closed_at = None
