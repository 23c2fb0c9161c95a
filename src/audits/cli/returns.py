"""Commands on returns: collected, listed, shown with the answers in them, and asked about."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.answer import remedies_for
from audits.domain.errors import TryAgainError, UserError
from audits.steps.dispatch.notices import NoticeOutcome
from audits.wiring import build_here
from audits.workspace import Workspace

from .cycle import say_moved
from .dispatch import say_story
from .files import check_new, read_bytes, write_bytes
from .options import AsJson, ListOptions, Ref, lists, one_cycle
from .output import say, show_json, show_rows
from .remedies import say_remedies, with_remedies
from .unit_words import show_missing, show_units


if TYPE_CHECKING:
    from audits.queries.known_cases import KnownCase
    from audits.queries.returns import CollectedLine, ReturnLine
    from audits.queries.units import UnitLine
    from audits.steps.dispatch.notices import Noticed
    from audits.steps.ticks.runner import OneByOne


return_ = typer.Typer(no_args_is_help=True)

NOTICED = {
    NoticeOutcome.AWAY: "Automatic replies, set aside",
    NoticeOutcome.DELAYED: "Messages that are delayed; nothing to do",
    NoticeOutcome.EARLIER: "Reports about messages that were sent again since, set aside",
    NoticeOutcome.LEFT: "Reports about mail that is not ours, left in the inbox for you to read",
}
ReturnId = Annotated[str, typer.Argument(help="The return's id, for example R-0123456789ab.")]


@return_.command("collect")
def collect(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="The files to collect, for example police.xlsx. The inboxes if you leave it out."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Collect returned workbooks from the inboxes, or from the files you name.

    Every file is kept as it came.
    """
    from audits.queries.collected import Collected
    from audits.queries.returns import describe_collected
    from audits.steps.received.put_aside import LeftBehind
    from audits.steps.ticks.collect_everything import collect_everything
    from audits.steps.ticks.runner import OneByOne

    workspace = build_here()
    run = OneByOne(workspace)
    named = [(file.name, read_bytes(file)) for file in files or ()]
    everything = collect_everything(run=run, workspace=workspace, files=named)
    taken = list(chain.from_iterable(everything.taken.values()))
    collected = [describe_collected(item) for item in taken if isinstance(item, Collected)]
    _say_failed(run)
    if as_json:
        show_json(collected)
    else:
        _say_collected(collected)
        _say_noticed([item for item in taken if not isinstance(item, Collected | LeftBehind)])
        for says in dict.fromkeys(item.says for item in taken if isinstance(item, LeftBehind)):
            say(says)
        if not taken:
            say("Nothing waits in the inboxes.")
        say_moved(everything.moved)
        _say_waiting({line.cycle for line in collected if line.cycle}, workspace)
    run.check(but=(TryAgainError,))


def _stands(row: "ReturnLine | UnitLine") -> object:
    return row.outcome if hasattr(row, "outcome") else row.stands


@return_.command("list")
@lists(unit="unit", cycle="cycle", status=_stands)
def list_collected(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="The cycle's reference, for example MASH-2026-W10. What belongs to no cycle if "
            "you leave it out."
        ),
    ] = None,
    units: Annotated[
        bool,
        typer.Option(
            "--units",
            help="Show one row for each unit: whether its return is back, waived or due, and "
            "until when.",
        ),
    ] = False,
    *,
    options: ListOptions,
) -> None:
    """List what has come back for a cycle, and which units have not returned."""
    from audits.queries.returns import list_returns

    workspace = build_here()
    ref, options = one_cycle(ref, options)
    if units:
        if ref is None:
            raise UserError("Name the cycle whose units to list: audits return list REF --units")
        show_units(ref, options, workspace=workspace)
        return
    rows = list_returns(ref, workspace=workspace)
    columns = ("id", "unit", "outcome", "received_at", "to_query")
    show_rows(rows, columns, options, nothing="Nothing has come back yet.")
    if ref and options.is_for_people:
        show_missing(ref, options, workspace=workspace)


@return_.command("show")
def show(ref: ReturnId, as_json: AsJson = False) -> None:
    """Show one return and everything that is wrong with it."""
    from audits.queries.returns import describe_return

    facts = describe_return(ref, workspace=build_here())
    if as_json:
        show_json(facts)
        return
    say(f"{facts.id} from {facts.unit or 'nobody known'}: {facts.outcome}")
    say_story(facts.story)
    for concern in facts.concerns:
        words = " ".join((concern.says, *(addition.says for addition in concern.added)))
        say(f"IMMEDIATE CONCERN, {concern.case}: {words}")
    for problem in facts.problems:
        where = f"{problem.sheet} {problem.cell}".strip()
        line = f"{where}: {problem.message}" if where else problem.message
        say(f"  {line}")
    say_remedies(remedies_for((problem.code for problem in facts.problems), ref))


@return_.command("known")
@lists()
def known(ref: Ref, *, options: ListOptions) -> None:
    """List which agencies know each child, and where they disagree."""
    from audits.queries.known_cases import list_known

    rows = list_known(ref, workspace=build_here())
    if options.as_json:
        show_json(rows)
        return
    units = list(rows[0].units) if rows else []
    table = [_who_knows(row) for row in rows]
    show_rows(table, ("case", *units, "look"), options, nothing=f"{ref} has no cases.")


def _who_knows(row: "KnownCase") -> dict[str, str]:
    units = {unit: answer or "-" for unit, answer in row.units.items()}
    return {"case": row.case, **units, "look": "differs" if row.differs else ""}


@return_.command("original")
def original(
    ref: ReturnId,
    to: Annotated[Path, typer.Option(help="The file to write, for example return.xlsx.")],
    why: Annotated[
        str,
        typer.Option(
            help="Why you open it, for example 'a cell cannot be read'. It is kept in the trail."
        ),
    ],
) -> None:
    """Write a return to a file, as it came.

    It may name children. Delete the file when you are done.
    """
    from audits.steps.received.open_original import open_original

    check_new(to)
    write_bytes(to, open_original(ref, why=why, workspace=build_here()))
    say(f"{to} is written. Delete it when you are done.")


@return_.command("settle")
def settle(
    ref: ReturnId,
    why: Annotated[
        str,
        typer.Option(
            help="What you did, for example 'asked for it again'. It is kept in the trail."
        ),
    ],
) -> None:
    """Record that you have dealt with a file or mail that was set aside.

    It is kept as it came.
    """
    from audits.steps.received.settle_return import settle_return

    settle_return(ref, why=why, workspace=build_here())
    say(f"{ref} waits for nobody any more.")


@return_.command("answers")
@lists(unit="unit")
def answers(ref: Ref, *, options: ListOptions) -> None:
    """List a cycle's answers, each with the file, sheet and cell it came from."""
    from audits.queries.returns import list_answers

    rows = list_answers(ref, workspace=build_here())
    columns = ("unit", "case", "question", "answer", "note", "return_", "cell")
    show_rows(rows, columns, options, nothing="Nothing has come back yet.")


def _say_failed(run: "OneByOne") -> None:
    """Say what could not be used at present, as an inbox; the others are collected all the same."""
    for error in run.failed.values():
        if isinstance(error, TryAgainError):
            typer.echo(with_remedies(error), err=True)


def _say_collected(collected: "Sequence[CollectedLine]") -> None:
    for file in collected:
        for one in (file, *file.also):
            say(_line(one))
            codes = [problem.code for problem in one.problems]
            say_remedies(remedies_for(codes, f"R-{one.sha256[:12]}"))


def _say_waiting(refs: set[str], workspace: Workspace) -> None:
    """Say what cycles wait for to which something came."""
    from audits.queries.cycles import describe_cycle

    for ref in sorted(refs):
        for awaited in describe_cycle(ref, workspace=workspace).waits_for:
            say(f"{ref} waits for {awaited}")


def _line(file: "CollectedLine") -> str:
    what = file.cycle or "the action plan"
    who = f"{file.unit}, {what}" if file.unit else "no pack of ours"
    first = f": {file.problems[0].message}" if file.problems and not file.unit else ""
    waived = " No return was expected from it any more; it is taken." if file.was_waived else ""
    return (
        f"{file.file or file.sha256[:12]}  {file.outcome} ({who}), "
        f"{many(file.answers, 'answer')}, "
        f"{many(len(file.problems), 'problem')}{first}{waived}"
    )


def _say_noticed(notices: "list[Noticed]") -> None:
    """Say what machines wrote: what did not arrive by its key, the rest by its number."""
    from audits.steps.dispatch.notices import NoticeOutcome

    lost = [notice.key for notice in notices if notice.outcome is NoticeOutcome.REFUSED]
    for key in dict.fromkeys(lost):
        say(f"{key} did not arrive. To see why: audits dispatch show {key}")
    for outcome, words in NOTICED.items():
        count = sum(notice.outcome is outcome for notice in notices)
        if count:
            say(f"{words}: {count}")
