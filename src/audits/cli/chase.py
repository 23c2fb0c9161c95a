"""The command that reminds."""

from audits.wiring import build_here

from .options import AsJson
from .output import say, show_rows


def chase_(as_json: AsJson = False) -> None:
    """Make the reminders and escalations that are due; the next dispatch send sends them."""
    from audits.steps.action_packs.chase import chase_actions
    from audits.steps.packs.ask_again import chase_queries
    from audits.steps.returns.chase import chase
    from audits.steps.returns.concerns import chase_concerns

    workspace = build_here()
    chase_concerns(workspace=workspace)
    chase_queries(workspace=workspace)
    actions = chase_actions(workspace=workspace)
    if actions and not as_json:
        say(f"Letters about actions are due: {', '.join(actions)}")
    chased = [each.split("/") for each in chase(workspace=workspace)]
    rows = [{"cycle": ref, "unit": unit} for ref, unit in chased]
    show_rows(rows, ("cycle", "unit"), as_json=as_json, nothing="Nobody is to be reminded today.")
