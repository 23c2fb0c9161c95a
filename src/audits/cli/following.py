"""Commands that follow what was found: findings, papers, the trail."""

from typing import Annotated

import typer

from audits.domain.errors import UserError
from audits.steps.describe import list_findings
from audits.steps.make_paper import make_paper
from audits.steps.trail import list_trail, trail_faults
from audits.wiring import build_here

from .showing import AsJson, Ref, say, show_rows


finding = typer.Typer(help="What was found.", no_args_is_help=True)
paper = typer.Typer(help="Papers for meetings.", no_args_is_help=True)
trail = typer.Typer(help="Who did what, when and why.", no_args_is_help=True)


@finding.command("list")
def list_found(ref: Ref, as_json: AsJson = False) -> None:
    """List what a cycle found, with its numbers."""
    rows = [{**r, "cases": f"{r['x']} of {r['n']}"} for r in list_findings(ref, parts=build_here())]
    columns = ("id", "kind", "text", "cases", "low", "high", "frame")
    show_rows(rows, columns, as_json=as_json, nothing=f"{ref} has no findings.")


@paper.command("make")
def make(
    ref: Ref,
    version: Annotated[str, typer.Option(help="professional or public.")] = "professional",
    format: Annotated[str, typer.Option(help="html, docx or pdf.")] = "html",
) -> None:
    """Make a cycle's papers."""
    for path in make_paper(ref, parts=build_here(), format=format, version=version):
        say(str(path))


@trail.command("verify")
def verify() -> None:
    """Look for entries of the trail that were altered, removed or moved."""
    faults = trail_faults(parts=build_here())
    for fault in faults:
        say(fault)
    if faults:
        raise UserError("The trail is not whole. Keep everything and tell the board.")
    say("The trail is whole.")


@trail.command("export")
def export(as_json: AsJson = False) -> None:
    """Print the trail; keep its last digest elsewhere, and nobody can shorten it unseen."""
    rows = list_trail(parts=build_here())
    columns = ("seq", "at", "actor", "verb", "about", "why")
    show_rows(rows, columns, as_json=as_json, nothing="Nothing has happened yet.")
    if rows and not as_json:
        say(f"Last digest: {rows[-1]['digest']}")
