"""What is known of each tick."""

from audits.domain.ticks import TickState
from audits.workspace import Workspace


def tick_states(workspace: Workspace) -> dict[str, TickState]:
    """Return what is known of every tick that ever ran, by its name and in that order."""
    return {state.name: state for state in workspace.ticks.states()}
