"""The command that reminds."""

from audits.wiring import build_here

from .options import AsJson, ListOptions
from .output import say, show_rows


def chase_(as_json: AsJson = False) -> None:
    """Write the reminders and escalations that are due.

    'audits dispatch send' then sends them.
    """
    from audits.steps.ticks.chase_everything import chase_everything
    from audits.steps.ticks.runner import OneByOne

    run = OneByOne(build_here())
    chased = chase_everything(run=run)
    if chased.actions and not as_json:
        say(f"Letters about actions are due: {', '.join(chased.actions)}")
    pairs = [row.split("/") for row in chased.returns]
    rows = [{"cycle": ref, "unit": unit} for ref, unit in pairs]
    options = ListOptions(as_json=as_json)
    show_rows(rows, ("cycle", "unit"), options, nothing="Nobody is to be reminded today.")
    run.check()
