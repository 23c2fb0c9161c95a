"""What the commands have in common: options, sentences, and the question why."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from audits.domain.errors import UserError


if TYPE_CHECKING:
    from audits.queries.cycles import FlowStep


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Ref = Annotated[str, typer.Argument(help="A cycle's reference, as MASH-2017-W10.")]
LookedAtWhy = Annotated[
    str, typer.Option("--why", help="Why you look; kept for good. Asked for if left out.")
]

console = Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Print a sentence."""
    console.print(text, markup=False)


def ask_why(why: str, what: str) -> str:
    """Return why somebody looks; asked for at a terminal if it was not given.

    Raises:
        UserError: naming ``--why``, if there is nobody to ask.
    """
    if not why.strip() and sys.stdin.isatty():
        why = str(typer.prompt(f"Why {what} (kept for good)"))
    if why.strip():
        return why.strip()
    raise UserError(f"Say why {what}: --why REASON. It identifies children; the reason is kept.")


def say_flow(flow: Sequence["FlowStep"]) -> None:
    """Print the counts from a register to its drawn cases, one a line."""
    for step in flow:
        say(f"  {step.number:>9,}  {step.what}")
