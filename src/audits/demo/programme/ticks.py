"""The ticks of the schedule, step by step as the flows call them, without Prefect around them.

Two years are some 1,500 ticks; Prefect keeps a row for each flow and task run and would take most
of the time. What a tick is made of stands in `audits.flows.ticks`, and a test holds the two
together; the weekly demonstration runs the flows themselves.
"""

from audits.queries.ready_work import (
    due_concerns,
    due_dispatches,
    issued_cycles,
    unread_returns,
    unwritten_queries,
)
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.post import write_planned_books
from audits.steps.dispatch.send import send_dispatch
from audits.steps.findings.analyse import analyse
from audits.steps.packs.ask_again import chase_queries, write_queries
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_inbox, read_kept
from audits.steps.returns.concerns import chase_concerns
from audits.workspace import Workspace


def send_tick(workspace: Workspace) -> None:
    """Send every dispatch that is due."""
    for key in due_dispatches(workspace=workspace):
        send_dispatch(key, workspace=workspace)


def chase_tick(workspace: Workspace) -> bool:
    """Chase concerns, queries, actions and returns, and tell whether there is anything to send."""
    concerns = chase_concerns(workspace=workspace)
    queries = chase_queries(workspace=workspace)
    actions = chase_actions(workspace=workspace)
    chased = chase(workspace=workspace)
    return bool(concerns or queries or actions or chased)


def collect_tick(workspace: Workspace) -> None:
    """Collect every inbox, pass concerns on, and analyse the cycles that are complete."""
    for ref in unread_returns(workspace=workspace):
        read_kept(ref, workspace=workspace)
    for inbox in workspace.inboxes.values():
        for _ in collect_inbox(inbox, workspace=workspace):
            pass
    for key in due_concerns(workspace=workspace):
        send_dispatch(key, workspace=workspace)
    for pack in unwritten_queries(workspace=workspace):
        write_queries(pack, workspace=workspace)
    write_planned_books(workspace=workspace)
    for ref in issued_cycles(workspace=workspace):
        analyse(ref, workspace=workspace)
