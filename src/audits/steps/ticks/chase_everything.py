"""Chase whatever is overdue."""

from dataclasses import dataclass

from audits.steps.action_packs.chase import chase_actions
from audits.steps.packs.ask_again import chase_queries
from audits.steps.packs.sweep_orphans import sweep_orphans
from audits.steps.returns.chase import chase
from audits.steps.returns.concerns import chase_concerns

from .runner import Runner


@dataclass(frozen=True, slots=True)
class ChasedAll:
    """What letters are due about now: concerns, editions of queries, actions, returns."""

    concerns: tuple[str, ...]
    queries: tuple[str, ...]
    actions: tuple[str, ...]
    returns: tuple[str, ...]

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to send."""
        return bool(self.concerns or self.queries or self.actions or self.returns)


def chase_everything(*, run: Runner) -> ChasedAll:
    """Chase concerns nobody took up, queries, actions and returns, in this order.

    Packs that a killed process left behind are swept up first. ``run`` gives each part its
    workspace, and keeps what fails.
    """
    run.part(sweep_orphans)
    return ChasedAll(
        concerns=run.part(chase_concerns) or (),
        queries=run.part(chase_queries) or (),
        actions=run.part(chase_actions) or (),
        returns=run.part(chase) or (),
    )
