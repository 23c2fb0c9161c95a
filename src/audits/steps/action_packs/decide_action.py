"""A meeting's decisions one by one, as they are made, and where all of them are minuted."""

from datetime import date

from audits.actions import Decision, RowAnswers
from audits.domain.errors import StatusError, UserError
from audits.domain.remedies import Missing, Remedy
from audits.steps.actions.change import Change, apply_change
from audits.steps.actions.meeting import check_was_held
from audits.steps.findings.sign_off import keep_earlier
from audits.steps.masks import masks
from audits.storage import ActionRow, ActionUpdate, MeetingDecision, SignOff, UnitOfWork
from audits.workspace import Workspace

from .row_changes import decision_in, decision_in_words


@masks("why")
def decide_action(
    ref: str,
    choice: Decision,
    *,
    meeting: date,
    workspace: Workspace,
    why: str = "",
    due: date | None = None,
) -> None:
    """Write down what a meeting decided about an action, as a row of its agenda's workbook does.

    It is the quality group's word; who wrote it down stands in the trail.

    Raises:
        NotFoundError: if there is no such action.
        UserError: if the meeting is to come, or the decision lacks its reason or its day.
        StatusError: if it cannot be decided about an action that stands so.
    """
    check_was_held(meeting, workspace=workspace)
    group = workspace.partnership.quality_group.short
    answers = RowAnswers(ref, text=why.strip(), choice=choice, due=due)
    change = Change(decision_in_words(answers), by=group, meeting=meeting)
    with workspace.open_uow() as uow:
        action = uow.get(ActionRow, ref)
        change = decision_in(answers, action, change, group)
        apply_change(action, change, uow=uow, workspace=workspace)
        uow.commit()


@masks("why", about="")
def minute_meeting(meeting: date, minute: str, *, workspace: Workspace, why: str = "") -> int:
    """Say where a meeting's decisions are minuted; return how many have it from now on.

    Those that have a reference of their own keep it, unless ``why`` says why it is put right.

    Raises:
        UserError: if no reference is given.
        StatusError: if the meeting decided nothing, or all of it is minuted and no reason is given.
    """
    minute = minute.strip()
    if not minute:
        raise UserError("Say where the decisions are minuted.")
    with workspace.open_uow() as uow:
        decided = _decided_at(meeting, uow)
        if not decided:
            raise StatusError(f"The meeting of {meeting:%d/%m/%Y} has decided nothing yet.")
        rows = [row for row in decided if why.strip() or not row.minute]
        if not rows:
            raise StatusError(
                f"All decisions of {meeting:%d/%m/%Y} are minuted. To put the reference right, "
                "say why.",
                remedy=Remedy(Missing.WHY),
            )
        before = sorted({row.minute for row in rows})
        for row in rows:
            if isinstance(row, SignOff) and row.minute:
                keep_earlier(row, why=why, at=workspace.clock())
            row.minute = minute
        uow.add_all(rows)
        day = f"{meeting:%Y-%m-%d}"
        uow.note("decisions minuted", day, why=why, minute=minute, before=before, of=len(rows))
        uow.commit()
    return sum(not isinstance(row, ActionRow) for row in rows)


def _decided_at(
    meeting: date, uow: UnitOfWork
) -> list[ActionUpdate | ActionRow | SignOff | MeetingDecision]:
    """Return what a meeting decided, and the actions as it left them."""
    return [
        *uow.all(ActionUpdate, ActionUpdate.meeting == meeting, order_by=ActionUpdate.id),
        *uow.all(ActionRow, ActionRow.meeting == meeting, order_by=ActionRow.id),
        *uow.all(SignOff, SignOff.held_on == meeting, order_by=SignOff.cycle),
        *uow.all(
            MeetingDecision, MeetingDecision.meeting == meeting, order_by=MeetingDecision.cycle
        ),
    ]
