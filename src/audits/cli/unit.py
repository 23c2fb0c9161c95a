"""Commands on units: the links by which their contacts come to the website."""

from typing import Annotated

import typer

from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows


unit = typer.Typer(no_args_is_help=True)

UnitCode = Annotated[
    str, typer.Argument(help="The unit's code from 'audits agency list', for example police.")
]
Why = Annotated[
    str, typer.Option(help="Why, for example 'the letter is lost'. It goes into the trail.")
]


@unit.callback()
def on_units() -> None:
    """Send, list and stop the links by which a unit's contacts come to the website."""


@unit.command("links")
@lists(cycle="cycle")
def links(unit: UnitCode, *, options: ListOptions) -> None:
    """List the links of a unit's contacts, the newest first.

    The links themselves are kept nowhere.
    """
    from audits.queries.unit_links import unit_links

    rows = unit_links(unit, workspace=build_here())
    columns = ("id", "contact", "name", "cycle", "stands", "ends_at", "used_at")
    nothing = f"Nobody of {unit} had a link. To send one: audits unit send-link"
    show_rows(rows, columns, options, nothing=nothing)


@unit.command("send-link")
def send_link(
    unit: UnitCode,
    email: Annotated[
        str,
        typer.Argument(help="The contact's address, for example lead@police.example.org."),
    ],
    why: Why,
) -> None:
    """Send a contact a letter with a new link.

    The links that they had open nothing any more.
    """
    from audits.queries.unit_contacts import contact_at
    from audits.steps.access.give_links import send_new_link

    workspace = build_here()
    contact = contact_at(unit, email, workspace=workspace)
    send_new_link(unit, contact, why=why, workspace=workspace)
    say(f"A letter with a new link is due to {email}. Next: audits dispatch send")


@unit.command("end-link")
def end_link(
    unit: UnitCode,
    number: Annotated[
        int, typer.Argument(help="Its number from 'audits unit links', for example 12.")
    ],
    why: Why,
) -> None:
    """Stop a link: it opens nothing any more, and whoever came by it is signed out."""
    from audits.steps.access.give_links import revoke_link

    revoke_link(unit, number, why=why, workspace=build_here())
    say(f"Link {number} opens nothing any more.")
