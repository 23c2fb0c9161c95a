"""Who is accountable for an action, and who contributes to it."""

from collections.abc import Sequence

from audits.domain.reasons import check_why
from audits.steps.masks import masks
from audits.storage import ActionAgency, ActionRow
from audits.workspace import Workspace

from .change import Change, apply_change


@masks("why")
def share_action(
    ref: str, *, owner: str, contributors: Sequence[str], why: str, workspace: Workspace
) -> None:
    """Give an action this owner and these contributors, and no others; the history says why.

    Raises:
        NotFoundError: if the action or an agency is not known.
        StatusError: if the action is closed or withdrawn, or no reason is given.
    """
    check_why(why, f"Say why somebody else does {ref}.")
    change = Change(why, owner=owner, contributors=tuple(contributors))
    with workspace.open_uow() as uow:
        apply_change(uow.get(ActionRow, ref), change, uow=uow, workspace=workspace)
        for row in uow.all(ActionAgency, ActionAgency.action == ref):
            if row.agency not in contributors:
                uow.remove(row)
        uow.commit()
