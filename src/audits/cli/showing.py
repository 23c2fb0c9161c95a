"""How the command line shows things: JSON for scripts, tables and plain sentences for people."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from audits.domain.errors import UserError


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


def say_flow(flow: Sequence[Mapping[str, Any]]) -> None:
    """Print the counts from a register to its drawn cases, one a line."""
    for step in flow:
        say(f"  {step['number']:>9,}  {step['what']}")


def show_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_rows(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, nothing: str
) -> None:
    """Print rows as JSON with all they hold, or some of their columns as a table."""
    if as_json:
        show_json(rows)
        return
    if not rows:
        say(nothing)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_as_cell(row[column]) for column in columns))
    Console(highlight=False).print(table)


def _as_cell(value: object) -> str:
    return "" if value is None else str(value).replace("[", "\\[")
