"""The ticks: each asks the database what can move, and does each part as a task of its own."""

from prefect import flow

from audits.domain.ticks import CHASE, COLLECT_RETURNS, REVIEW_ACTIONS, SEND_DUE
from audits.queries.action_list import review_actions
from audits.steps.ticks.chase_everything import chase_everything
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.send_everything import send_everything

from .boards import workspace
from .open_audit import open_missed
from .running import Tasks, in_turn


@flow(name=SEND_DUE.name)
@in_turn(SEND_DUE.name)
def send_due(board: str = "") -> dict[str, str]:  # noqa: ARG001 -- in_turn reads it
    """Send every dispatch that is due, say where each stands, and ask after those sent before."""
    sent = send_everything(run=Tasks(), workspace=workspace())
    return {key: str(status) for key, status in sent.stands.items()}


@flow(name=COLLECT_RETURNS.name)
@in_turn(COLLECT_RETURNS.name)
def collect_returns(board: str = "") -> dict[str, list[str]]:  # noqa: ARG001 -- in_turn reads it
    """Collect every inbox, pass concerns on, then take the cycles on that are complete."""
    taken = collect_everything(run=Tasks(), workspace=workspace()).taken
    outcomes = {}
    for inbox, things in taken.items():
        outcomes[inbox] = [str(thing.outcome) for thing in things]
    return outcomes


@flow(name=CHASE.name)
@in_turn(CHASE.name)
def chase_returns(board: str = "") -> list[str]:  # noqa: ARG001 -- in_turn reads it
    """Chase concerns nobody took up, queries, actions and returns; name the returns chased.

    Packs that a killed process left behind go first, once a day.
    """
    return list(chase_everything(run=Tasks()).returns)


@flow(name=REVIEW_ACTIONS.name)
@in_turn(REVIEW_ACTIONS.name)
def review(board: str = "") -> dict[str, str]:  # noqa: ARG001 -- in_turn reads it
    """Derive the colour of every action."""
    actions = review_actions(workspace=workspace())
    return {action.id: str(colour) for action, colour, _ in actions}


_ALL = (send_due, collect_returns, open_missed, chase_returns, review)
TICKS = {flow.name: flow for flow in _ALL}
