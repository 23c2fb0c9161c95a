"""Commands that follow what was found: findings, papers, the trail."""

from typing import Annotated

import typer

from audits.domain.errors import UserError
from audits.wiring import build_here

from . import drilling, paper_making, period_papers
from .output import as_utc, fields_of, show_json, show_rows
from .showing import AsJson, Ref, say


finding = typer.Typer(no_args_is_help=True)
paper = typer.Typer(no_args_is_help=True)


@finding.command("list")
def list_found(ref: Ref, as_json: AsJson = False) -> None:
    """List what a cycle found, with its numbers."""
    from audits.queries.findings import list_findings

    findings = list_findings(ref, workspace=build_here())
    rows = [{**fields_of(line), "cases": _cases(line.x, line.n)} for line in findings]
    columns = ("id", "kind", "text", "cases", "low", "high", "frame")
    show_rows(rows, columns, as_json=as_json, nothing=f"{ref} has no findings.")


@finding.command("circulate")
def circulate(ref: Ref, as_json: AsJson = False) -> None:
    """Send each unit the draft findings that rest on its answers, to check the facts."""
    from audits.steps.findings.check_facts import circulate_findings

    sent = circulate_findings(ref, workspace=build_here())
    rows = [{"unit": unit, "findings": ", ".join(ids)} for unit, ids in sent.items()]
    show_rows(rows, ("unit", "findings"), as_json=as_json, nothing="Nobody is asked.")
    if not as_json:
        say("Next: audits dispatch send")


@finding.command("correct")
def correct(
    ref: Ref,
    finding_id: Annotated[str, typer.Argument(metavar="ID", help="A finding's id.")],
    by: Annotated[str, typer.Option(help="The unit that said so.")],
    text: Annotated[str, typer.Option(help="Its new words; numbers stay as they are.")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="The unit says it is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="Asked for, and not changed.")] = False,
    why: Annotated[str, typer.Option(help="Why; it is kept.")] = "",
) -> None:
    """Write down what a unit says about a draft finding, and what became of it."""
    from audits.steps.findings.word import ACCEPTED, REJECTED, REWORDED, correct_finding

    if (bool(text.strip()), accept, reject).count(True) != 1:
        raise UserError("Say exactly one of --text, --accept and --reject.")
    decision = ACCEPTED if accept else REJECTED if reject else REWORDED
    workspace = build_here()
    correct_finding(
        ref, finding_id, by=by, decision=decision, text=text, why=why, workspace=workspace
    )
    say(f"{finding_id}: {decision}.")


@finding.command("reword")
def reword(
    ref: Ref,
    finding_id: Annotated[str, typer.Argument(metavar="ID", help="A finding's id.")],
    text: Annotated[str, typer.Option(help="QEG's words for it; its numbers stay.")],
    why: Annotated[str, typer.Option(help="Why; it is kept.")],
) -> None:
    """Put QEG's words in place of a draft finding's; its numbers stay bound to the answers."""
    from audits.steps.findings.word import reword_finding

    reword_finding(ref, finding_id, text=text, why=why, workspace=build_here())
    say(f"{finding_id}: reworded. Units see the new words with: audits finding circulate {ref}")


@finding.command("log")
def log(ref: Ref, as_json: AsJson = False) -> None:
    """List what was said about draft findings, what changed and why."""
    from audits.queries.corrections import list_corrections

    rows = list_corrections(ref, workspace=build_here())
    if as_json:
        show_json(rows, as_utc)
        return
    columns = ("at", "unit", "finding", "decision", "text_before", "text_after", "why")
    show_rows(rows, columns, as_json=False, nothing="Nothing was said about draft findings.")


def _cases(x: int | None, n: int | None) -> str:
    return "not counted" if n is None else f"{x} of {n}"


@paper.command("make")
def make(
    ref: Ref,
    version: Annotated[str, typer.Option(help="professional or public.")] = "professional",
    format: Annotated[str, typer.Option(help="html, docx or pdf.")] = "html",
) -> None:
    """Make a cycle's papers."""
    from audits.steps.papers.make import make_paper

    for path in make_paper(ref, workspace=build_here(), format=format, version=version):
        say(str(path))


drilling.add_to(finding)
paper_making.add_to(paper)
period_papers.add_to(paper)
