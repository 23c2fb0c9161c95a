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

Title = Annotated[
    str, typer.Argument(help="What the audit is called, for example 'Safer recruitment'.")
]
MadeBy = Annotated[str, typer.Option(help="Who made it, for example Ofsted.")]
MadeOn = Annotated[date, day_option("The day on which it was made, for example 9/3/2026.", "--on")]
Result = Annotated[
    str,
    typer.Option(
        help="What came of it in a sentence or two, for example 'All files were complete.'"
    ),
]
Kind = Annotated[
    str, typer.Option(help="What kind of audit it was, for example 'safer recruitment'.")
]
LookedAt = Annotated[
    int | None, typer.Option(help="How many cases or files it looked at, for example 20.")
]
LedTo = Annotated[
    list[str] | None,
    typer.Option(
        help="An action that it led to, for example 'police|2026-06-30|train staff'. Repeat "
        "it for more actions."
    ),
]


@external.command("add")
def add(
    title: Title,
    by: MadeBy,
    on: MadeOn,
    result: Result,
    kind: Kind = "other",
    looked_at: LookedAt = None,
    action: LedTo = None,
) -> None:
    """Record an audit that somebody else made, its result and its actions."""
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
    """List the audits that somebody else made."""
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
