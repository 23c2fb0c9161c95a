"""Commands on legal holds."""

from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.errors import UserError
from audits.domain.retention import HoldKind
from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows
from .person import typed_identifier


if TYPE_CHECKING:
    from audits.queries.holds import Hold

hold = typer.Typer(no_args_is_help=True)

Why = Annotated[
    str,
    typer.Option("--why", help="Why, for example 'letter of the inquiry of 3 May'. It is kept."),
]


@hold.callback()
def on_what_is_kept() -> None:
    """Place, list and end legal holds: what is held is not destroyed."""


@hold.command("place")
def place(
    kind: Annotated[HoldKind, typer.Argument(help="What it is placed on.")],
    about: Annotated[
        str,
        typer.Argument(
            metavar="[REF]",
            help="The cycle or action, for example DA-2016-1 or A7. Leave it out for a child.",
        ),
    ] = "",
    why: Why = "",
) -> None:
    """Place a hold on a cycle, an action, or on all that is kept of a child.

    For a child you are asked for an id, so that it stands in no list of commands.
    """
    from audits.steps.retention.hold import hold_action, hold_child, hold_cycle

    if (kind is HoldKind.CHILD) is bool(about):
        raise UserError(
            "Name the cycle or the action that is held. A child is named when you are asked, and "
            "never in the command."
        )
    workspace = build_here()
    if kind is HoldKind.CHILD:
        ref = hold_child(_identifier(why), why=why, workspace=workspace)
    elif kind is HoldKind.CYCLE:
        ref = hold_cycle(about, why=why, workspace=workspace)
    else:
        ref = hold_action(about, why=why, workspace=workspace)
    say(f"{ref} is placed. Nothing of it is destroyed until: audits hold end {ref} --why '...'")


def _identifier(why: str) -> str:
    """Return the child's id; nobody is asked for it who has not said why."""
    return typed_identifier() if why.strip() else ""


@hold.command("end")
def end(
    ref: Annotated[str, typer.Argument(help="The number of the hold, for example H1.")],
    why: Why = "",
) -> None:
    """Put an end to a hold, with the reason."""
    from audits.steps.retention.hold import end_hold

    end_hold(ref, why=why, workspace=build_here())
    say(f"{ref} is ended. What it kept back goes by the schedule again: audits retention list")


@hold.command("list")
@lists()
def list_(
    ended: Annotated[bool, typer.Option("--all", help="List also those that were ended.")] = False,
    *,
    options: ListOptions,
) -> None:
    """List the holds that stand: on what, by whom and why."""
    from audits.queries.holds import list_holds

    rows = list_holds(workspace=build_here(), ended=ended)
    columns = ("id", "kind", "on", "placed_at", "placed_by", "why", "ended_at", "ended_why")
    show_rows(rows, columns, options, nothing="Nothing is held.", computed={"on": _on})


def _on(row: "Hold") -> str:
    return ", ".join(row.on)
