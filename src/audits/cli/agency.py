"""Commands on agencies: their units, and whom to write to."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import are, many
from audits.wiring import build_here

from .files import read_bytes
from .options import AsJson, ListOptions, Ref, lists
from .output import say, show_json, show_rows


if TYPE_CHECKING:
    from audits.queries.recipients import RecipientsLine


agency = typer.Typer(no_args_is_help=True)


@agency.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The list of agencies, for example agencies.csv.")],
) -> None:
    """Take in the list of agencies, units and contacts.

    It must be the whole list. Whoever is no longer in it has left.
    """
    from audits.steps.agencies.import_list import take_agencies

    taken = take_agencies(read_bytes(file), workspace=build_here())
    for line in (*taken.unread, *(unit.says for unit in taken.gone)):
        say(line)
    units = taken.units
    say(f"{many(units, 'unit')} {are(units)} known. To see them: audits agency list")


@agency.command("confirm")
def confirm(
    ref: Ref,
    why: Annotated[
        str,
        typer.Option(
            help="Who checked the recipients and when, for example 'by telephone on 3 March'."
        ),
    ] = "looked through",
    look: Annotated[
        bool, typer.Option("--look", help="Show who would get what, and confirm nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Confirm who gets a cycle's packs and key lists, so that they can go out."""
    from audits.queries.recipients import list_recipients
    from audits.steps.dispatch.recipients import confirm_recipients

    workspace = build_here()
    if look:
        rows = list_recipients(ref, workspace=workspace)
        says = f"Nothing is confirmed yet: audits agency confirm {ref}"
    else:
        rows = confirm_recipients(ref, why=why, workspace=workspace)
        says = f"The recipients of {ref} are confirmed. Next: audits dispatch send"
    if as_json:
        show_json(rows)
        return
    table = [replace(row, to=_marked(row) or ("nobody",)) for row in rows]
    show_rows(table, ("unit", "what", "route", "to"), nothing="")
    say(says)


@agency.command("list")
@lists(unit="unit")
def list_(*, options: ListOptions) -> None:
    """List the units that we ask, and their contacts."""
    from audits.queries.agencies import list_agencies

    rows = list_agencies(workspace=build_here())
    columns = ("unit", "name", "agency_name", "channel", "contacts", "bouncing")
    show_rows(rows, columns, options, nothing="No agency is known: audits agency import")


def _marked(row: "RecipientsLine") -> tuple[str, ...]:
    """Return a row's recipients, those marked whose address bounces."""
    marks = dict.fromkeys(row.bouncing, " (bounces)")
    return tuple(f"{address}{marks.get(address, '')}" for address in row.to)
