"""Commands that send, collect, chase, and follow what was found."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from audits.domain.errors import TryAgainError, UserError
from audits.domain.status import ActionStatus
from audits.steps.analyse import analyse
from audits.steps.chase import chase, issued_cycles
from audits.steps.collect_returns import (
    Collected,
    collect_inbox,
    collect_return,
    read_kept,
    unread_returns,
)
from audits.steps.describe import list_actions, list_dispatches, list_findings
from audits.steps.describe_returns import (
    describe_collected,
    describe_return,
    list_answers,
    list_returns,
)
from audits.steps.make_paper import make_paper
from audits.steps.parts import Parts
from audits.steps.review_actions import add_action, update_action
from audits.steps.send_due import due_dispatches, send_dispatch
from audits.steps.trail import list_trail, trail_faults
from audits.wiring import build_here

from .setting_up import read_bytes
from .showing import AsJson, Ref, say, show_json, show_rows


dispatch = typer.Typer(help="What is sent: packs, key lists, reminders.", no_args_is_help=True)
return_ = typer.Typer(help="What comes back.", no_args_is_help=True)
finding = typer.Typer(help="What was found.", no_args_is_help=True)
action = typer.Typer(help="The action plan.", no_args_is_help=True)
paper = typer.Typer(help="Papers for meetings.", no_args_is_help=True)
trail = typer.Typer(help="Who did what, when and why.", no_args_is_help=True)

Files = Annotated[
    list[Path] | None, typer.Argument(help="Files, instead of what waits in the inboxes.")
]
ReturnId = Annotated[str, typer.Argument(help="A return's id, as R-0123456789ab.")]
Due = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By which day.")]


@dispatch.command("send")
def send(as_json: AsJson = False) -> None:
    """Send everything that is due; what was sent is never sent again."""
    parts = build_here()
    sent = {key: _send(key, parts) for key in due_dispatches(parts=parts)}
    rows = [{"key": key, "status": status} for key, status in sent.items()]
    show_rows(rows, ("key", "status"), as_json=as_json, nothing="Nothing is due.")


@dispatch.command("list")
def list_sent(ref: Annotated[str | None, typer.Argument()] = None, as_json: AsJson = False) -> None:
    """List what was sent and what waits."""
    rows = list_dispatches(ref, parts=build_here())
    columns = ("key", "status", "sent_at", "reason")
    show_rows(rows, columns, as_json=as_json, nothing="Nothing has been written yet.")


@return_.command("collect")
def collect(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files, instead of the inboxes.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Collect returned workbooks from the inboxes, or the files named; nothing is ever lost."""
    parts = build_here()
    collected = [describe_collected(each) for each in _collected(files or [], parts)]
    analysed = [ref for ref in issued_cycles(parts=parts) if analyse(ref, parts=parts)]
    if as_json:
        show_json(collected)
        return
    for each in collected:
        say(_line(each))
    if not collected:
        say("Nothing waits in the inboxes.")
    for ref in analysed:
        say(f"{ref} is complete and analysed. Next: audits finding list {ref}")


@return_.command("list")
def list_collected(ref: Ref, as_json: AsJson = False) -> None:
    """List what came back for a cycle."""
    rows = [{**row, "to_query": _queries(row)} for row in list_returns(ref, parts=build_here())]
    columns = ("id", "unit", "outcome", "received_at", "to_query")
    show_rows(rows, columns, as_json=as_json, nothing="Nothing has come back yet.")


@return_.command("show")
def show(ref: ReturnId, as_json: AsJson = False) -> None:
    """Show one return with everything that is wrong with it."""
    facts = describe_return(ref, parts=build_here())
    if as_json:
        show_json(facts)
        return
    say(f"{facts['id']} from {facts['unit'] or 'nobody known'}: {facts['outcome']}")
    for concern in facts["concerns"]:
        say(f"IMMEDIATE CONCERN, {concern['case']}: {concern['says']}")
    for each in facts["problems"]:
        where = f"{each['sheet']} {each['cell']}".strip()
        say(f"  {where}: {each['message']}" if where else f"  {each['message']}")


@return_.command("answers")
def answers(ref: Ref, as_json: AsJson = False) -> None:
    """List a cycle's answers, each with the file, sheet and cell it came from."""
    rows = list_answers(ref, parts=build_here())
    columns = ("unit", "case", "question", "answer", "note", "return", "cell")
    show_rows(rows, columns, as_json=as_json, nothing="Nothing has come back yet.")


def chase_(as_json: AsJson = False) -> None:
    """Make the reminders and escalations that are due; the next dispatch send sends them."""
    parts = build_here()
    rows = [
        {"cycle": ref, "unit": unit}
        for ref in issued_cycles(parts=parts)
        for unit in chase(ref, parts=parts)
    ]
    show_rows(rows, ("cycle", "unit"), as_json=as_json, nothing="Nobody is to be reminded today.")


@finding.command("list")
def list_found(ref: Ref, as_json: AsJson = False) -> None:
    """List what a cycle found, with its numbers."""
    rows = [{**r, "cases": f"{r['x']} of {r['n']}"} for r in list_findings(ref, parts=build_here())]
    columns = ("id", "kind", "text", "cases", "low", "high", "frame")
    show_rows(rows, columns, as_json=as_json, nothing=f"{ref} has no findings.")


@action.command("list")
def list_planned(as_json: AsJson = False) -> None:
    """List the action plan, the most overdue first."""
    rows = list_actions(parts=build_here())
    columns = ("id", "rag", "status", "owner", "due", "overdue_days", "title")
    show_rows(rows, columns, as_json=as_json, nothing="There are no actions.")


@action.command("add")
def add(
    title: str,
    owner: Annotated[str, typer.Option(help="The one unit that is accountable.")],
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="By which day.")],
    measure: Annotated[str, typer.Option(help="How one will see that it worked.")] = "",
    source: Annotated[str, typer.Option(help="Where it comes from.")] = "other",
) -> None:
    """Add an action that comes from elsewhere: a case review, an inspection, a challenge."""
    parts = build_here()
    ref = add_action(
        title, owner=owner, due=due.date(), parts=parts, measure=measure, source=source
    )
    say(f"{ref} is in the plan.")


@action.command("update")
def update(
    ref: Annotated[str, typer.Argument(help="An action's number.")],
    text: Annotated[str, typer.Option(help="What happened, or why it changes.")],
    done: Annotated[int | None, typer.Option(help="How much is done, in percent.")] = None,
    due: Due = None,
    status: Annotated[ActionStatus | None, typer.Option(help="What it becomes.")] = None,
) -> None:
    """Write down what was said about an action."""
    day = due.date() if due else None
    update_action(ref, parts=build_here(), text=text, percent_done=done, due=day, status=status)
    say(f"{ref} is updated.")


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


def _send(key: str, parts: Parts) -> str:
    try:
        return str(send_dispatch(key, parts=parts))
    except TryAgainError as error:
        return f"due again: {error}"


def _collected(files: list[Path], parts: Parts) -> Iterator[Collected]:
    for ref in unread_returns(parts=parts):
        yield read_kept(ref, parts=parts)
    if files:
        for file, data in [(file, read_bytes(file)) for file in files]:
            yield collect_return(data, file.name, parts=parts)
        return
    for inbox in parts.inboxes.values():
        yield from collect_inbox(inbox, parts=parts)


def _line(each: dict[str, Any]) -> str:
    who = f"{each['unit']}, {each['cycle']}" if each["unit"] else "no pack of ours"
    first = f": {each['problems'][0]['message']}" if each["problems"] and not each["unit"] else ""
    return (
        f"{each['file'] or each['sha256'][:12]}  {each['outcome']} ({who}), {each['answers']} "
        f"answers, {len(each['problems'])} problems{first}"
    )


def _queries(row: dict[str, Any]) -> int:
    return sum(problem["is_query"] for problem in row["problems"])
