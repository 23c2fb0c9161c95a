"""Open an audit and take it as far as it may go without a person."""

from datetime import date

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from audits.steps.draw_sample import draw_sample
from audits.steps.issue_packs import issue_packs, may_issue
from audits.steps.open_cycle import open_cycle

from .house import parts


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="open {kind}")
def open_one(kind: str, on: date | None) -> str:
    """Open the cycle and return its reference."""
    return open_cycle(kind, on, parts=parts())


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="draw {ref}")
def draw(ref: str) -> int:
    """Draw the cycle's cases and return how many."""
    return len(draw_sample(ref, parts=parts())["cases"])


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="issue {ref}")
def issue(ref: str) -> list[str]:
    """Write the cycle's packs and return their ids."""
    return list(issue_packs(ref, parts=parts()))


@flow(name="open-audit")
def open_audit(kind: str, on: date | None = None) -> str:
    """Open a cycle, draw its cases and, once the draw is approved, issue its packs.

    Run again it goes on from where the cycle stands; a draw that waits for QEG is left to wait.
    """
    ref = open_one(kind, on)
    draw(ref)
    if may_issue(ref, parts=parts()):
        issue(ref)
    return ref
