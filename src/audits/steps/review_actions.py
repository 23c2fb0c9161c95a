"""Review the action plan: colours are derived, dates that move keep what they were."""

from datetime import date

from audits.actions import overdue_days, rag
from audits.domain.action import Action, Rag
from audits.domain.errors import UserError
from audits.domain.status import ActionStatus
from audits.storage import ActionRow, ActionUpdate

from .parts import Parts


NO_DAY = date.max  # after every action that has one


def action_of(row: ActionRow) -> Action:
    """Return an action as the rules take it."""
    return Action(
        id=row.id,
        title=row.title,
        source=row.source,
        cycle=row.cycle or "",
        owner=row.owner,
        due=row.due,
        status=row.status,
        opened_on=row.opened_on,
        measure=row.measure,
        findings=tuple(row.findings),
        original_due=row.original_due,
        times_moved=row.times_moved,
        percent_done=row.percent_done,
        updated_at=row.updated_at,
        contributors=tuple(row.contributors),
        recommendation=row.recommendation,
    )


def review_actions(*, parts: Parts) -> tuple[tuple[Action, Rag, int], ...]:
    """Return every action with its colour and the days it is overdue, most overdue first."""
    today = parts.today()
    with parts.open_uow() as uow:
        actions = [action_of(row) for row in uow.all(ActionRow, order_by="due")]
    reviewed = [(a, rag(a, today, parts.calendar), overdue_days(a, today)) for a in actions]
    return tuple(sorted(reviewed, key=lambda each: (-each[2], each[0].due or NO_DAY, each[0].id)))


def add_action(
    title: str, *, owner: str, due: date, parts: Parts, measure: str = "", source: str = "other"
) -> str:
    """Add an action of other origin to the plan and return its id."""
    with parts.open_uow() as uow:
        row = ActionRow(
            id=f"A{uow.next_number('action')}",
            title=title,
            source=source,
            owner=owner,
            due=due,
            original_due=due,
            status=ActionStatus.OPEN,
            opened_on=parts.today(),
            measure=measure,
        )
        uow.add(row)
        uow.note("action added", row.id, owner=owner, due=due)
        uow.commit()
        return row.id


def update_action(
    ref: str,
    *,
    parts: Parts,
    text: str,
    percent_done: int | None = None,
    due: date | None = None,
    status: ActionStatus | None = None,
) -> None:
    """Write down what was said about an action; a moved date or a new status needs ``text``.

    Raises:
        UserError: without a text, or with a percentage that is none.
        StatusError: for a move that is not allowed.
    """
    if not text.strip():
        raise UserError(f"Say what happened with {ref} or why it changes: --text '...'")
    if percent_done is not None and not 0 <= percent_done <= 100:
        raise UserError(f"{percent_done} is not a percentage of {ref} done. Give 0 to 100.")
    with parts.open_uow() as uow:
        row = uow.get(ActionRow, ref)
        update = ActionUpdate(action=ref, at=parts.clock(), by=uow.actor, text=text)
        if due is not None and due != row.due:
            update.due_before, update.due_after = row.due, due
            # The first date of an action that had none is no moved date.
            row.times_moved += row.due is not None
            row.original_due = row.original_due or due
            row.due = due
        if percent_done is not None:
            row.percent_done = percent_done
        row.updated_at = parts.clock()
        uow.add(update)
        uow.note("action updated", ref, due=row.due, percent_done=row.percent_done)
        if status is not None:
            _close_gate(row, status, text)
            uow.move_action(row, status, why=text)
        uow.add(row)
        uow.commit()


def _close_gate(row: ActionRow, status: ActionStatus, text: str) -> None:
    if status is ActionStatus.COMPLETE:
        row.evidence, row.percent_done = text, 100
    if status is ActionStatus.CLOSED:
        row.impact = text
