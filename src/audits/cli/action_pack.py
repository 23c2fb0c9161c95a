"""Commands that write the action plan, or an agency's part of it, to a workbook, and send it."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.remedies import Outstanding
from audits.wiring import build_here

from .action import action
from .files import check_new, write_bytes
from .options import AsJson
from .output import say, show_json
from .remedies import with_remedies


if TYPE_CHECKING:
    from audits.steps.action_packs.send import SentBook


BookFile = Annotated[Path, typer.Argument(help="The workbook, for example plan.xlsx.")]


@action.command("export")
def export(
    file: BookFile,
    agency: Annotated[
        str,
        typer.Option(
            help="Write this agency's own workbook, for example police. It can fill it in."
        ),
    ] = "",
) -> None:
    """Write the action plan to a workbook.

    With --agency, write the agency's own actions for it to fill in.
    """
    from audits.steps.action_packs.write import export_agency, export_list

    check_new(file)
    workspace = build_here()
    if not agency:
        write_bytes(file, export_list(workspace=workspace))
        say(f"The plan is in {file}.")
        return
    _, data = export_agency(agency, workspace=workspace)
    write_bytes(file, data)
    say(f"{agency}'s actions are in {file}. When it comes back: audits return collect FILE")


@action.command("send")
def send(
    agency: Annotated[
        str,
        typer.Option(help="Send only to this agency's units, or this unit, for example police."),
    ] = "",
    confirm: Annotated[
        str,
        typer.Option(
            help="Who looked through the recipients and when, for example 'A Manager, 3 March'."
        ),
    ] = "",
    again: Annotated[
        bool,
        typer.Option("--again", help="Send also to units whose last workbook is not due back yet."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write each unit a workbook of its own actions, to be sent and filled in.

    A unit gets the next one when the last is due back.
    """
    from audits.steps.action_packs.send import send_action_books

    sent = send_action_books(agency, workspace=build_here(), confirmed=confirm, again=again)
    if as_json:
        show_json([asdict(book) for book in sent])
        return
    for book in sent:
        says = f"{book.unit}: {book.why or _goes(book)}"
        say(with_remedies(Outstanding(says, book.remedy)))
    if any(book.book for book in sent):
        say("Next: audits dispatch send")


def _goes(sent: "SentBook") -> str:
    routes = "; ".join(f"by {route} to {', '.join(to) or 'nobody'}" for route, to in sent.routes)
    actions = many(sent.actions, "action")
    return f"{actions} in {sent.book}, {routes}, to be returned by {sent.deadline}."
