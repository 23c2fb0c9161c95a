"""Commands on meetings: when they are, what they must decide, and what they decided."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from audits.domain.answer import Problem
from audits.wiring import build_here
from audits.workspace import Workspace

from .action import action
from .action_pack import BookFile
from .files import check_new, read_bytes, write_bytes
from .next_steps import typed
from .options import AsJson, ListOptions, lists
from .output import say, show_json, show_rows
from .typed_days import day_option, typed_day


Meeting = Annotated[
    date | None,
    day_option(
        "The day of the meeting, for example 14/6/2026. The quality group's next if you "
        "leave it out."
    ),
]


@action.command("bring-forward")
@lists(unit="owner", cycle="cycle", status="status")
def bring_forward_(meeting: Meeting = None, *, options: ListOptions) -> None:
    """List what a meeting must decide: proposed, complete and long overdue actions."""
    from audits.queries.actions import bring_forward

    rows = bring_forward(meeting, workspace=build_here())
    columns = ("id", "rag", "owner", "due", "title", "decide")
    show_rows(rows, columns, options, nothing="The meeting has nothing to decide.")


@action.command("agenda")
def agenda(file: BookFile, meeting: Meeting = None) -> None:
    """Write a meeting's workbook: what it must decide, with a column for each decision.

    A file that ends in .docx, .pdf or .html is the same agenda on paper.
    """
    from audits.reporting import FORMATS
    from audits.steps.action_packs.write import export_agenda

    check_new(file)
    workspace = build_here()
    format = file.suffix.lower().removeprefix(".")
    if format in FORMATS:
        _write_paper(file, format, _day(meeting, workspace), workspace)
        return
    _, data = export_agenda(_day(meeting, workspace), workspace=workspace)
    write_bytes(file, data)
    say(f"The agenda is in {file}. After the meeting: {typed('audits', 'action', 'decide', file)}")


def _write_paper(file: Path, format: str, day: date, workspace: Workspace) -> None:
    from audits.queries.papers.agenda import agenda_facts
    from audits.reporting import agenda_paper, render_paper

    facts = agenda_facts(day, workspace=workspace)
    write_bytes(file, render_paper(agenda_paper(facts), format=format, made_on=facts.made_on))
    say(f"The agenda is in {file}.")


@action.command("decide")
def decide(
    file: BookFile,
    early: Annotated[
        bool,
        typer.Option(
            "--early", help="Take the decisions of a meeting that was held before its day."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take in the decisions from a meeting's workbook.

    It ends with 2 if any was refused.
    """
    from audits.steps.action_packs.decide_agenda import decide_agenda

    workspace, data = build_here(), read_bytes(file)
    early = early or _was_held(data, workspace)
    problems = decide_agenda(data, file.name, workspace=workspace, early=early)
    if as_json:
        show_json([{"action": p.case, "cell": p.cell, "message": p.message} for p in problems])
    else:
        _say_decided(problems)
    if any(problem.is_query for problem in problems):
        raise typer.Exit(2)


def _was_held(data: bytes, workspace: Workspace) -> bool:
    """Ask, at a terminal, about a meeting that is to come; nobody there: it was not held."""
    from audits.steps.action_packs.decide_agenda import is_to_come

    if not sys.stdin.isatty():
        return False
    to_come = is_to_come(data, workspace=workspace)
    if to_come is None:
        return False
    return typer.confirm(f"The meeting is on {to_come:%d/%m/%Y}, which is to come. Was it held?")


def _say_decided(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        where = " ".join(part for part in (problem.case, problem.cell) if part)
        line = f"{where}: {problem.message}" if where else problem.message
        say(line)
    if problems:
        say("The others are taken in.")
    else:
        say("The decisions are recorded.")


@action.command("meeting")
def meeting_(
    day: Annotated[
        date,
        typer.Argument(
            parser=typed_day, metavar="DAY", help="The day of the meeting, for example 14/6/2026."
        ),
    ],
    body: Annotated[
        str,
        typer.Option(
            help="The code of the body in partnership.toml, for example executive. The quality "
            "group if you leave it out."
        ),
    ] = "",
    instead_of: Annotated[
        date | None,
        day_option("The wrong day that this one replaces, for example 7/6/2026."),
    ] = None,
    why: Annotated[
        str,
        typer.Option(
            help="Why the day changes, for example 'the room was taken'. Use it with --instead-of."
        ),
    ] = "",
) -> None:
    """Record the day on which a body of the partnership meets."""
    from audits.steps.action_packs.decide_agenda import add_meeting, move_meeting

    workspace = build_here()
    if instead_of is None:
        known = add_meeting(day, workspace=workspace, body=body)
    else:
        known = move_meeting(day, instead_of=instead_of, why=why, workspace=workspace, body=body)
    say(f"{known} meets on {day:%d/%m/%Y}.")


def _day(meeting: date | None, workspace: Workspace) -> date:
    from audits.queries.actions import next_meeting

    if meeting is not None:
        return meeting
    with workspace.open_view() as view:
        return next_meeting(view, workspace)
