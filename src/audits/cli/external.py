"""Commands on audits that somebody else made."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.due_days import due_day
from audits.domain.errors import UserError
from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.steps.actions.external_audits import Promise
    from audits.workspace import Workspace


external = typer.Typer(no_args_is_help=True)


@external.command("add")
def add(
    title: str,
    by: Annotated[str, typer.Option(help="Who made it.")],
    on: Annotated[date, day_option("When it was made.", "--on")],
    result: Annotated[str, typer.Option(help="What came of it, in a sentence or two.")],
    kind: Annotated[
        str, typer.Option(help="As school review, safer recruitment, training validation.")
    ] = "other",
    looked_at: Annotated[int | None, typer.Option(help="How many cases or files.")] = None,
    action: Annotated[
        list[str] | None, typer.Option(help="An action of it: UNIT|2017-06-30|what will be done.")
    ] = None,
) -> None:
    """Log an audit made elsewhere, its result and its actions."""
    from audits.steps.actions.external_audits import log_external

    workspace = build_here()
    ref = log_external(
        title,
        kind=kind,
        made_by=by,
        made_on=on,
        result=result,
        looked_at=looked_at,
        actions=[_promise(text, workspace) for text in action or ()],
        workspace=workspace,
    )
    if action:
        say(f"{ref} is logged. Its actions are in the plan: audits action list")
    else:
        say(f"{ref} is logged. If it came with a plan: audits action import FILE --source {ref}")


@external.command("list")
@lists()
def list_(*, options: ListOptions) -> None:
    """List the audits made elsewhere."""
    from audits.queries.external_audits import list_external

    rows = list_external(workspace=build_here())
    columns = ("ref", "kind", "title", "made_by", "made_on", "result", "actions")
    show_rows(rows, columns, options, nothing="No audit made elsewhere has been logged.")


def _promise(text: str, workspace: "Workspace") -> "Promise":
    """Return an action as it was typed, its day by the rules by which plans are read."""
    from audits.steps.actions.external_audits import Promise

    owner, day, *rest = [*(part.strip() for part in text.split("|", 2)), "", ""][:3]
    due = due_day(day, start=workspace.today(), calendar=workspace.calendar).day
    if due is None or not rest[0]:
        raise UserError(f"'{text}' is no action. Write it as UNIT|2017-06-30|what will be done.")
    return Promise(owner, due, rest[0])
