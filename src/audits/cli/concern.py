"""Commands for immediate concerns about a child."""

import re
from datetime import date
from typing import Annotated

import typer

from audits.domain.days import day_in_words, moment_in_words
from audits.wiring import build_here

from .options import AsJson, ListOptions, LookedAtWhy, ask_why, lists
from .output import say, show_json, show_rows


concern = typer.Typer(no_args_is_help=True)

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")  # as registers are kept


@concern.command("list")
@lists(unit="unit", cycle="cycle")
def list_raised(*, options: ListOptions) -> None:
    """List immediate concerns, those that nobody has taken up first."""
    from audits.queries.concerns import list_concerns

    rows = list_concerns(workspace=build_here())
    columns = ("id", "case", "unit", "raised_at", "acknowledged_by", "says")
    show_rows(rows, columns, options, nothing="No immediate concern was raised.")


@concern.command("show")
def show_raised(
    number: Annotated[int, typer.Argument(help="The concern's number, for example 3.")],
    why: LookedAtWhy = "",
    as_json: AsJson = False,
) -> None:
    """Show a concern and which child it is about.

    We record that you looked.
    """
    from audits.steps.returns.show_concern import show_concern

    why = ask_why(why, f"the child of concern {number} is looked at")
    facts = show_concern(number, why=why, workspace=build_here())
    if as_json:
        show_json(facts)
        return
    say(f"{facts.case}, raised by {facts.unit}: {facts.says}")
    for addition in facts.added:
        say(f"  added on {moment_in_words(addition.at)}: {addition.says}")
    for child in facts.children:
        details = (f"{name.replace('_', ' ')} {_shown(kept)}" for name, kept in child.items())
        say("  " + ", ".join(details))
    if facts.acknowledged_by:
        say(f"Taken up by {facts.acknowledged_by}: {facts.done}")
    else:
        say("Nobody has taken it up yet.")


@concern.command("acknowledge")
def acknowledge(
    number: Annotated[int, typer.Argument(help="The concern's number, for example 3.")],
    by: Annotated[
        str, typer.Option(help="The role of whoever took it up, for example 'MASH manager'.")
    ],
    done: Annotated[str, typer.Option(help="What was done, for example 'strategy meeting held'.")],
) -> None:
    """Record who took a concern up and what was done, so that it is not passed on again."""
    from audits.steps.returns.concerns import acknowledge_concern

    acknowledge_concern(number, by=by, done=done, workspace=build_here())
    say(f"Concern {number} is taken up.")


def _shown(kept: str) -> str:
    """Return a detail of a child as the register has it, a day as people write it."""
    if not DAY.fullmatch(kept):
        return kept
    return day_in_words(date.fromisoformat(kept))
