"""The ticks: ask the database what can move, and call one step a thing."""

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from audits.domain.ticks import CHASE, COLLECT_RETURNS, REVIEW_ACTIONS, SEND_DUE
from audits.queries.action_list import review_actions
from audits.queries.ready_work import (
    due_concerns,
    due_dispatches,
    issued_cycles,
    sent_dispatches,
    unread_returns,
    unwritten_queries,
)
from audits.steps.action_packs.chase import chase_actions
from audits.steps.action_packs.post import write_planned_books
from audits.steps.dispatch.send import follow_dispatch, send_dispatch
from audits.steps.findings.analyse import analyse
from audits.steps.packs.ask_again import chase_queries, write_queries
from audits.steps.packs.sweep_orphans import sweep_orphans
from audits.steps.returns.chase import chase
from audits.steps.returns.collect import collect_inbox, read_kept
from audits.steps.returns.concerns import chase_concerns

from .open_audit import open_missed
from .running import for_each, in_turn, this_turn, try_part, waiting, workspace, worth_another_go


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
    return str(send_dispatch(key, workspace=workspace(), still_mine=this_turn().still_mine))


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="follow {key}")
def follow(key: str) -> str:
    """Ask what became of a dispatch that was sent."""
    return str(follow_dispatch(key, workspace=workspace()))


@flow(name=SEND_DUE.name)
@in_turn(lambda: SEND_DUE.name)
def send_due() -> dict[str, str]:
    """Send every dispatch that is due, say where each stands, and ask after those sent before."""
    before = waiting(sent_dispatches)
    stands = for_each(waiting(due_dispatches), send.submit)
    for_each(before, follow.submit)
    return stands


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="collect from {inbox}")
def collect(inbox: str) -> list[str]:
    """Collect one inbox, and return the outcome of each file."""
    here, outcomes = workspace(), []
    for each in collect_inbox(here.inboxes[inbox], workspace=here):
        outcomes.append(str(each.outcome))
        this_turn().done(inbox)
    return outcomes


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="read {ref}")
def read_left_over(ref: str) -> str:
    """Read a return that was kept by a process that died."""
    return str(read_kept(ref, workspace=workspace()).outcome)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="write queries {pack}")
def write_left_over(pack: str) -> None:
    """Write queries that were planned by a process that died."""
    write_queries(pack, workspace=workspace())


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="analyse {ref}")
def analyse_if_complete(ref: str) -> bool:
    """Analyse a cycle once every unit has returned."""
    return analyse(ref, workspace=workspace())


@flow(name=COLLECT_RETURNS.name)
@in_turn(lambda: COLLECT_RETURNS.name)
def collect_returns() -> dict[str, list[str]]:
    """Collect every inbox, pass concerns on, then analyse the cycles that are complete."""
    for_each(waiting(unread_returns), read_left_over.submit)
    outcomes = for_each(workspace().inboxes, collect.submit)
    for_each(waiting(due_concerns), send.submit)
    for_each(waiting(unwritten_queries), write_left_over.submit)
    try_part(write_planned_books)
    for_each(waiting(issued_cycles), analyse_if_complete.submit)
    return outcomes


@flow(name=CHASE.name)
@in_turn(lambda: CHASE.name)
def chase_returns() -> list[str]:
    """Chase concerns nobody took up, queries, actions and returns; name the returns chased.

    Packs that a killed process left behind go first, once a day.
    """
    for part in (sweep_orphans, chase_concerns, chase_queries, chase_actions):
        try_part(part)
    return list(waiting(chase))


@flow(name=REVIEW_ACTIONS.name)
@in_turn(lambda: REVIEW_ACTIONS.name)
def review() -> dict[str, str]:
    """Derive the colour of every action."""
    actions = review_actions(workspace=workspace())
    return {action.id: str(colour) for action, colour, _ in actions}


_ALL = (send_due, collect_returns, open_missed, chase_returns, review)
TICKS = {flow.name: flow for flow in _ALL}
