"""Commands on what is destroyed when its time is over."""

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.days import day_in_words, moment_in_words
from audits.domain.errors import UserError
from audits.domain.retention import KEPT_IN_WORDS, KeptClass, numbers_in_words
from audits.wiring import build_here

from .options import AsJson, ListOptions, lists
from .output import say, show_json, show_rows


if TYPE_CHECKING:
    from audits.queries.retention import Certificate, DestroyedLine, RetentionList
    from audits.queries.what_is_over import Kept

Sure = Annotated[bool, typer.Option("--yes", help="Destroy it for good, and ask nothing.")]

retention = typer.Typer(no_args_is_help=True)


@retention.callback()
def of_what_is_kept() -> None:
    """List what is due to be destroyed, and destroy it for good."""


@retention.command("list")
@lists()
def list_(*, options: ListOptions) -> None:
    """List what is due to be destroyed today, and what holds keep back.

    How long each class is kept stands in partnership.toml, under [retention].
    """
    from audits.queries.retention import retention_list

    shown = retention_list(workspace=build_here())
    if options.is_for_people:
        _say_list(shown)
        return
    rows = (*shown.due, *shown.held)
    columns = ("kept_class", "about", "title", "since", "due", "held_by")
    show_rows(rows, columns, options, nothing="Nothing is due to be destroyed.")


@retention.command("run")
def run(
    why: Annotated[
        str,
        typer.Option("--why", help="Why, for example 'agreed on 3 May'. It is kept."),
    ] = "",
    yes: Sure = False,
    as_json: AsJson = False,
) -> None:
    """List what is due, and then destroy it for good.

    What was begun and not finished is finished. You get a certificate of what was destroyed.
    """
    from audits.queries.retention import certificate_of, retention_list
    from audits.steps.retention.run import run_retention

    workspace = build_here()
    shown = retention_list(workspace=workspace)
    if not as_json:
        _say_list(shown)
    if not (shown.due or shown.begun):
        if as_json:
            show_json([])
        return
    if not yes:
        _ask()
    refs = run_retention(why=why, workspace=workspace)
    made = [certificate_of(ref, workspace=workspace) for ref in refs]
    if as_json:
        show_json(made)
        return
    for certificate in made:
        _say_certificate(certificate)


@retention.command("certificates")
@lists()
def certificates(*, options: ListOptions) -> None:
    """List the certificates of what was destroyed."""
    from audits.queries.retention import certificates as certificates_of

    rows = certificates_of(workspace=build_here())
    columns = ("id", "at", "by", "why", "things", "ended_at")
    computed = {"things": lambda row: len(row.lines)}
    show_rows(rows, columns, options, nothing="Nothing was destroyed yet.", computed=computed)


@retention.command("show")
def show(
    ref: Annotated[str, typer.Argument(help="The number of a certificate, for example D1.")],
    as_json: AsJson = False,
) -> None:
    """Show one certificate: classes, numbers, days, who and why."""
    from audits.queries.retention import certificate_of

    certificate = certificate_of(ref, workspace=build_here())
    if as_json:
        show_json(certificate)
        return
    _say_certificate(certificate)


def _ask() -> None:
    """Ask whether it is destroyed for good.

    Raises:
        UserError: if nobody can be asked, or says no.
    """
    if not sys.stdin.isatty():
        raise UserError("Nothing was destroyed. To destroy for good what is listed, add --yes.")
    if not typer.confirm("Destroy for good what is listed as due?"):
        raise UserError("Nothing was destroyed.")


def _say_list(shown: "RetentionList") -> None:
    for kept, months in shown.schedule.items():
        say(f"{KEPT_IN_WORDS[KeptClass(kept)]}: kept {many(months, 'month')}")
    say("Published papers: kept for good")
    say("")
    if shown.due:
        say("Due to be destroyed:")
        _say_lines(shown.due)
    else:
        say("Nothing is due to be destroyed.")
    if shown.held:
        say("Kept back by holds:")
        _say_lines(shown.held)
    if shown.begun:
        say(f"Begun and not finished: {', '.join(shown.begun)}. Run it again: it goes on.")
    for ref in shown.not_published:
        say(f"{ref} is signed off and not published. Until it is, its answers are kept.")
    for old in shown.backups:
        say(
            f"The backup {old.file} was made {moment_in_words(old.made_at)} and may hold what is "
            "destroyed since. Destroy it, wherever it is."
        )


def _say_lines(lines: "Iterable[Kept]") -> None:
    for line in lines:
        held = f", held by {', '.join(line.held_by)}" if line.held_by else ""
        say(
            f"  {KEPT_IN_WORDS[line.kept_class]}: {line.title}: {numbers_in_words(line.numbers)}, "
            f"due since {day_in_words(line.due)}{held}"
        )


def _say_certificate(shown: "Certificate") -> None:
    say(f"Certificate of destruction {shown.id}")
    say(f"Begun {moment_in_words(shown.at)} by {shown.by}: {shown.why}")
    for line in shown.lines:
        say(f"  {KEPT_IN_WORDS[line.kept_class]}: {line.title}: {numbers_in_words(line.numbers)}")
        say(f"    kept since {day_in_words(line.since)}, {_when(line)}")
    for back in shown.kept_back:
        say(f"  Kept back: {back['title']}, held by {', '.join(map(str, _holds(back)))}")
    if shown.ended_at is None:
        say("It is not finished: audits retention run")
    else:
        say(f"Finished {moment_in_words(shown.ended_at)}. Nothing of it is left here.")


def _when(line: "DestroyedLine") -> str:
    if line.destroyed_at is None:
        return "not destroyed yet"
    return f"destroyed {moment_in_words(line.destroyed_at)}"


def _holds(back: Mapping[str, object]) -> list[object]:
    holds = back["held_by"]
    return holds if isinstance(holds, list) else []
