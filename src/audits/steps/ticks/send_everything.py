"""Send whatever is due, and ask what became of what was sent before."""

from dataclasses import dataclass

from audits.domain.message import DeliveryOutcome
from audits.domain.status import DispatchStatus
from audits.queries.ready_work import due_dispatches, sent_dispatches
from audits.steps.dispatch.send import follow_dispatch, send_dispatch
from audits.workspace import Workspace

from .runner import Runner


@dataclass(frozen=True, slots=True)
class SentAll:
    """Where each message stands that was due, and what became of those sent before, by key."""

    stands: dict[str, DispatchStatus]
    outcomes: dict[str, DeliveryOutcome]


def send_everything(*, run: Runner, workspace: Workspace) -> SentAll:
    """Send every dispatch that is due, and ask after those sent before.

    What fails is with ``run``: one that was certainly not sent is due again.
    """

    def send(key: str) -> DispatchStatus:
        return send_dispatch(key, workspace=workspace, still_mine=run.still_mine)

    def follow(key: str) -> DeliveryOutcome:
        return follow_dispatch(key, workspace=workspace)

    before = run.part(sent_dispatches) or ()
    stands = run.each("send", run.part(due_dispatches) or (), send, tries_again=True)
    return SentAll(stands, run.each("follow", before, follow))
