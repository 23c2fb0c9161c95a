"""A deadline as people say it."""

from datetime import datetime

from audits.domain.days import weekday_in_words
from audits.workspace import Workspace


def deadline_in_words(deadline: datetime, workspace: Workspace) -> str:
    """Return a deadline as people say it: ``5pm on Friday 10 March 2017``."""
    local = deadline.astimezone(workspace.calendar.zone)
    hour = local.strftime("%I").lstrip("0") + local.strftime("%p").lower()
    return f"{hour} on {weekday_in_words(local)}"
