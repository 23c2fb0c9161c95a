"""Audits that somebody else made: logged with their result, their actions in the one plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audits.actions import is_body
from audits.domain.action import Origin
from audits.domain.errors import UserError
from audits.domain.remedies import Missing, Remedy, Verb
from audits.domain.status import ActionStatus
from audits.steps.masks import masks
from audits.storage import ActionRow, ExternalAudit, View
from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Promise:
    """One action that an audit made elsewhere led to; a body of the partnership may own it."""

    owner: str
    due: date
    title: str


@masks("title", "result", "actions", about="")
def log_external(
    title: str,
    *,
    kind: str,
    made_by: str,
    made_on: date,
    result: str,
    workspace: Workspace,
    looked_at: int | None = None,
    actions: Sequence[Promise] = (),
) -> str:
    """Log an audit that was made elsewhere, put its actions into the plan, and return its number.

    Raises:
        UserError: if its result is not said, it lies ahead, or nobody knows an action's owner.
    """
    if not (title.strip() and result.strip()):
        raise UserError(
            "Say what was audited, as a title, and what came of it.", remedy=Remedy(Missing.RESULT)
        )
    if made_on > workspace.today():
        raise UserError(f"{made_on.isoformat()} lies ahead. Log an audit once it has been made.")
    with workspace.open_uow() as uow:
        _check_owners(actions, view=uow, workspace=workspace)
        ref = f"E{uow.next_number('external audit')}"
        uow.add(
            ExternalAudit(
                ref=ref, kind=kind, title=title, made_by=made_by, made_on=made_on, result=result,
                looked_at=looked_at, logged_at=workspace.clock(), logged_by=uow.actor,
            )
        )  # fmt: skip
        for action in actions:
            number = f"A{uow.next_number('action')}"
            uow.add(_action(action, number, ref, workspace.today()))
        uow.note("external audit logged", ref, kind=kind, actions=len(actions))
        uow.commit()
    return ref


def _check_owners(actions: Sequence[Promise], *, view: View, workspace: Workspace) -> None:
    known, own_names = view.owners(), workspace.partnership.own_names
    for action in actions:
        if action.owner not in known and not is_body(action.owner, own_names):
            raise UserError(
                f"'{action.owner}' is no agency and no unit.", remedy=Remedy(Verb.SEE_AGENCIES)
            )


def _action(promise: Promise, number: str, ref: str, today: date) -> ActionRow:
    return ActionRow(
        id=number,
        title=promise.title,
        source=ref,
        origin=Origin.AUDIT,
        owner=promise.owner,
        due=promise.due,
        original_due=promise.due,
        status=ActionStatus.OPEN,
        opened_on=today,
    )
