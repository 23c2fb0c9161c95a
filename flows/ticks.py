"""The ticks: ask the database what can move, and call one step a thing."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from audits.steps.analyse import analyse
from audits.steps.chase import chase, issued_cycles
from audits.steps.chase_actions import chase_actions
from audits.steps.collect_returns import collect_inbox, read_kept, unread_returns
from audits.steps.concerns import chase_concerns, due_concerns
from audits.steps.post_action_books import write_planned_books
from audits.steps.raise_queries import chase_queries, unwritten_queries, write_queries
from audits.steps.review_actions import review_actions
from audits.steps.send_due import (
    due_dispatches,
    follow_dispatch,
    send_dispatch,
    sent_dispatches,
)
from audits.steps.sweep_orphans import sweep_orphans

from .house import for_each, parts, worth_another_go


@task(
    retries=2,
    retry_delay_seconds=[2, 20],
    retry_condition_fn=worth_another_go,
    cache_policy=NO_CACHE,
    persist_result=False,
    task_run_name="send {key}",
)
def send(key: str) -> str:
    """Send one dispatch."""
    return str(send_dispatch(key, parts=parts()))


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="follow {key}")
def follow(key: str) -> str:
    """Ask what became of a dispatch that was sent."""
    return str(follow_dispatch(key, parts=parts()))


@flow(name="send-due")
def send_due() -> dict[str, str]:
    """Send every dispatch that is due, say where each stands, and ask after those sent before."""
    before = sent_dispatches(parts=parts())
    stands = for_each(due_dispatches(parts=parts()), send.submit)
    for_each(before, follow.submit)
    return stands


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="collect from {inbox}")
def collect(inbox: str) -> list[str]:
    """Collect one inbox, and return the outcome of each file."""
    here = parts()
    return [str(each.outcome) for each in collect_inbox(here.inboxes[inbox], parts=here)]


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="read {ref}")
def read_left_over(ref: str) -> str:
    """Read a return that was kept by a process that died."""
    return str(read_kept(ref, parts=parts()).outcome)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="write queries {pack}")
def write_left_over(pack: str) -> None:
    """Write queries that were planned by a process that died."""
    write_queries(pack, parts=parts())


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="analyse {ref}")
def analyse_if_complete(ref: str) -> bool:
    """Analyse a cycle once every unit has returned."""
    return analyse(ref, parts=parts())


@flow(name="collect-returns")
def collect_returns() -> dict[str, list[str]]:
    """Collect every inbox, pass concerns on, then analyse the cycles that are complete."""
    here = parts()
    for_each(unread_returns(parts=here), read_left_over.submit)
    outcomes = for_each(here.inboxes, collect.submit)
    for_each(due_concerns(parts=here), send.submit)
    for_each(unwritten_queries(parts=here), write_left_over.submit)
    write_planned_books(parts=here)
    for_each(issued_cycles(parts=here), analyse_if_complete.submit)
    return outcomes


@flow(name="chase")
def chase_returns() -> list[str]:
    """Chase concerns nobody took up, queries, actions and returns; name the returns chased.

    Packs that a killed process left behind go first, once a day.
    """
    sweep_orphans(parts=parts())
    chase_concerns(parts=parts())
    chase_queries(parts=parts())
    chase_actions(parts=parts())
    return list(chase(parts=parts()))


@flow(name="review-actions")
def review() -> dict[str, str]:
    """Derive the colour of every action."""
    return {action.id: str(colour) for action, colour, _ in review_actions(parts=parts())}


TICKS = (send_due, collect_returns, chase_returns, review)
