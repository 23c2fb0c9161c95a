"""The ticks of the schedule, without Prefect around them.

Two years are some 1,500 ticks; Prefect keeps a row for each flow and task run and would take most
of the time. The weekly demonstration runs the flows themselves. What fails stops the programme.
"""

from audits.steps.ticks.chase_everything import chase_everything
from audits.steps.ticks.collect_everything import collect_everything
from audits.steps.ticks.runner import OneByOne
from audits.steps.ticks.send_everything import send_everything
from audits.workspace import Workspace


def send_tick(workspace: Workspace) -> None:
    """Send every dispatch that is due."""
    run = OneByOne(workspace)
    send_everything(run=run, workspace=workspace)
    run.check()


def chase_tick(workspace: Workspace) -> bool:
    """Chase concerns, queries, actions and returns, and tell whether there is anything to send."""
    run = OneByOne(workspace)
    chased = chase_everything(run=run)
    run.check()
    return chased.anything


def collect_tick(workspace: Workspace) -> None:
    """Collect every inbox, pass concerns on, and take the cycles on that are complete."""
    run = OneByOne(workspace)
    collect_everything(run=run, workspace=workspace)
    run.check()
