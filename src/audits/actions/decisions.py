"""What the quality group decides about an action, and what the next meeting must decide."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from audits.domain.action import Action
from audits.domain.amounts import many
from audits.domain.errors import StatusError
from audits.domain.status import ActionStatus


OVERDUE_TO_DECIDE = 14  # days: a step of the ladder after the quality group's member was told


class Decision(StrEnum):
    """What a meeting may decide."""

    TAKE_ON = "take_on"
    CLOSE = "close"
    KEEP_OPEN = "keep_open"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_S, _D = ActionStatus, Decision
# Where each decision leaves an action; None: where it is. The moves table has the last word.
_LEADS_TO: Mapping[ActionStatus, Mapping[Decision, ActionStatus | None]] = {
    _S.PROPOSED: {_D.TAKE_ON: _S.OPEN, _D.WITHDRAW: _S.WITHDRAWN},
    _S.OPEN: {_D.KEEP_OPEN: None, _D.WITHDRAW: _S.WITHDRAWN},
    _S.COMPLETE: {_D.CLOSE: _S.CLOSED, _D.KEEP_OPEN: _S.OPEN, _D.REOPEN: _S.OPEN},
    _S.CLOSED: {_D.REOPEN: _S.OPEN},
    _S.WITHDRAWN: {},
}


def possible(status: ActionStatus) -> tuple[Decision, ...]:
    """Return what may be decided about an action that stands so."""
    return tuple(_LEADS_TO[status])


def decided(ref: str, status: ActionStatus, decision: Decision, group: str) -> ActionStatus | None:
    """Return what an action becomes by a decision, None where it stays what it is.

    ``group`` is what the group that decides is called.

    Raises:
        StatusError: naming what may be decided about an action that stands so.
    """
    leads_to = _LEADS_TO[status]
    if decision in leads_to:
        return leads_to[decision]
    may = ", ".join(decision.replace("_", " ") for decision in leads_to) or "nothing"
    raise StatusError(
        f"{ref} is {status}, so {group} cannot decide '{decision.replace('_', ' ')}'. "
        f"It may decide: {may}."
    )


def qeg_cutoff(meeting: date) -> date:
    """Return the day before which an open action must have been due to come to this meeting."""
    return meeting - timedelta(days=OVERDUE_TO_DECIDE)


def why_brought(action: Action, meeting: date) -> str:
    """Return what a meeting must decide about an action, in a sentence; "" if nothing."""
    if action.status is ActionStatus.PROPOSED:
        return "Proposed: is it taken on, by whom and by when?"
    if action.status is ActionStatus.COMPLETE:
        return "Complete, says its owner: did it work? Close it, or keep it open."
    if action.status is not ActionStatus.OPEN or action.due is None:
        return ""
    if action.due < qeg_cutoff(meeting):
        late = (meeting - action.due).days
        return f"Overdue by {many(late, 'day')} on the day of the meeting: what has to happen now?"
    return ""
