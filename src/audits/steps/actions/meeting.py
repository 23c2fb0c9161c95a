"""The meeting that decided about an action."""

from datetime import date

from audits.domain.errors import UserError
from audits.workspace import Workspace


def check_was_held(meeting: date | None, *, workspace: Workspace) -> None:
    """Refuse a decision of a meeting that is still to come.

    Raises:
        UserError: saying which.
    """
    if meeting and meeting > workspace.today():
        raise UserError(f"The meeting of {meeting:%d/%m/%Y} is to come. Say which one decided it.")
