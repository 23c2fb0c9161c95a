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
from audits.workspace import Parts


def send_tick(parts: Parts) -> None:
    """Send every dispatch that is due."""
    for key in due_dispatches(parts=parts):
        send_dispatch(key, parts=parts)


def chase_tick(parts: Parts) -> bool:
    """Chase concerns, queries, actions and returns, and tell whether there is anything to send."""
    concerns = chase_concerns(parts=parts)
    queries = chase_queries(parts=parts)
    actions = chase_actions(parts=parts)
    chased = chase(parts=parts)
    return bool(concerns or queries or actions or chased)


def collect_tick(parts: Parts) -> None:
    """Collect every inbox, pass concerns on, and analyse the cycles that are complete."""
    for ref in unread_returns(parts=parts):
        read_kept(ref, parts=parts)
    for inbox in parts.inboxes.values():
        for _ in collect_inbox(inbox, parts=parts):
            pass
    for key in due_concerns(parts=parts):
        send_dispatch(key, parts=parts)
    for pack in unwritten_queries(parts=parts):
        write_queries(pack, parts=parts)
    write_planned_books(parts=parts)
    for ref in issued_cycles(parts=parts):
        analyse(ref, parts=parts)
