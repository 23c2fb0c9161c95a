"""Actions that stand: what is found again joins the one there is, and no second is opened.

A weekly audit finds the same thing week after week; an owner who is asked for it in one action can
finish it, an owner who has thirty of them cannot.
"""

from audits.domain.days import day_in_words
from audits.domain.status import STANDING_ACTION, ActionStatus
from audits.storage import (
    ActionFinding,
    ActionMeasure,
    ActionRow,
    ActionUpdate,
    Cycle,
    UnitOfWork,
    View,
    one_of,
)
from audits.workspace import Workspace


def join_standing_actions(cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Let what a cycle proposes anew join the same action, if one stands that its kind opened.

    The same is: in the same words, of the same owner, not yet closed. Its finding is found again,
    or its owner has promised it again, and the action says which; its owner's own updates and dates
    are left as they are. A proposal that somebody has written about stays one of its own.
    """
    kin = uow.values(Cycle.ref, Cycle.kind == cycle.kind, Cycle.ref != cycle.ref)
    for row in uow.all(
        ActionRow,
        ActionRow.cycle == cycle.ref,
        ActionRow.status == ActionStatus.PROPOSED,
        order_by=ActionRow.id,
    ):
        standing = uow.first(
            ActionRow,
            one_of(ActionRow.cycle, kin),
            ActionRow.title == row.title,
            ActionRow.owner == row.owner,
            one_of(ActionRow.status, STANDING_ACTION),
        )
        if standing is not None and not _is_written_about(row, uow):
            _join(row, standing, cycle, uow=uow, workspace=workspace)


def _is_written_about(row: ActionRow, view: View) -> bool:
    return bool(
        view.count(ActionUpdate, ActionUpdate.action == row.id)
        or view.count(ActionMeasure, ActionMeasure.action == row.id)
    )


def _join(
    row: ActionRow, standing: ActionRow, cycle: Cycle, *, uow: UnitOfWork, workspace: Workspace
) -> None:
    findings = uow.values(
        ActionFinding.finding, ActionFinding.action == row.id, order_by=ActionFinding.finding
    )
    uow.remove(row)  # and its links with it
    for finding in findings:
        uow.add_once(ActionFinding(action=standing.id, finding=finding))
    text = _what_came_again(row, findings, cycle)
    uow.add(ActionUpdate(action=standing.id, at=workspace.clock(), by=uow.actor, text=text))
    if row.answer is None:
        uow.note("action found again", standing.id, cycle=cycle.ref, findings=findings)
    else:
        uow.note("action promised again", standing.id, cycle=cycle.ref, due=row.due)


def _what_came_again(row: ActionRow, findings: list[str], cycle: Cycle) -> str:
    """Return what a standing action says of a proposal that joined it."""
    if row.answer is None:
        return f"Found again in {cycle.ref}: {', '.join(findings)}."
    by = f" by {day_in_words(row.due)}" if row.due else ""
    return f"Promised again in {cycle.ref}{by}."
