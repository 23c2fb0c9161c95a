"""Commands that bring in what was made elsewhere: past cycles, plans, surveys, others' audits."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits import resource_folder
from audits.domain.amounts import many
from audits.domain.due_days import due_day
from audits.domain.errors import UserError
from audits.wiring import build_here

from .files import read_bytes
from .output import show_json, show_rows
from .running_audits import cycle
from .showing import AsJson, Ref, say
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.steps.actions.external_audits import Promise
    from audits.workspace import Workspace


survey = typer.Typer(no_args_is_help=True)
external = typer.Typer(no_args_is_help=True)


@cycle.command("import")
def import_past(
    file: Annotated[str, typer.Argument(help="A YAML file, or the name of a shipped one.")],
    as_json: AsJson = False,
) -> None:
    """Take in audits of earlier years with their findings and actions, as published cycles."""
    from audits.steps.cycle.import_past import import_cycles
    from audits.templates import load_past

    shipped = resource_folder("audit_templates") / "past" / f"{file}.yaml"
    refs = import_cycles(
        load_past(shipped if shipped.is_file() else Path(file)), workspace=build_here()
    )
    if as_json:
        show_json(list(refs))
        return
    for ref in refs:
        say(f"{ref} is taken in. To see what it found: audits finding list {ref}")
    if not refs:
        say("Every cycle in it is known already; nothing was changed.")


@survey.command("import")
def import_counts(
    ref: Ref,
    file: Path,
    name: Annotated[str, typer.Option(help="What to call the survey.")] = "Survey",
) -> None:
    """Attach a survey's counts to a cycle; counts of 1 to 5 are not kept."""
    from audits.steps.learning.import_survey import import_survey

    taken = import_survey(ref, read_bytes(file), survey=name, workspace=build_here())
    for line in taken.unread:
        say(line)
    said = many(taken.questions, "question stands", "questions stand")
    say(f"{said} beside {ref}. To see them: audits cycle show {ref}")


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
def list_(as_json: AsJson = False) -> None:
    """List the audits made elsewhere."""
    from audits.queries.external_audits import list_external

    rows = list_external(workspace=build_here())
    columns = ("ref", "kind", "title", "made_by", "made_on", "result", "actions")
    show_rows(rows, columns, as_json=as_json, nothing="No audit made elsewhere has been logged.")


def _promise(text: str, workspace: "Workspace") -> "Promise":
    """Return an action as it was typed, its day by the rules by which plans are read."""
    from audits.steps.actions.external_audits import Promise

    owner, day, *rest = [*(part.strip() for part in text.split("|", 2)), "", ""][:3]
    due = due_day(day, start=workspace.today(), calendar=workspace.calendar).day
    if due is None or not rest[0]:
        raise UserError(f"'{text}' is no action. Write it as UNIT|2017-06-30|what will be done.")
    return Promise(owner, due, rest[0])
