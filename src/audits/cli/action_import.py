"""Commands that bring in a plan from elsewhere: match its headings, take its actions in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.remedies import remedies_of
from audits.storage import write_whole
from audits.wiring import build_here

from .action import action
from .files import read_bytes
from .matching import ask_headings, ask_words, profile_in
from .next_steps import typed
from .options import AsJson
from .output import say, show_json
from .remedies import say_remedies
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.steps.actions.import_plan import ImportedRow

USE_IT = "Give it with --profile to: audits action import"
Source = Annotated[
    str,
    typer.Option(help="Where the plan comes from if a row does not say, for example inspection."),
]
Document = Annotated[
    str, typer.Option(help="The document it comes from, for example 'Ofsted SEND 2026'.")
]
Published = Annotated[
    date | None,
    day_option("The day it was published, for example 1/3/2026. Working days count from it."),
]
Matched = Annotated[
    Path | None,
    typer.Option(help="A file in which you saved how its headings match, for example ofsted.yaml."),
]
DryRun = Annotated[bool, typer.Option(help="Show what would happen, and keep nothing.")]
Unmatched = Annotated[
    Path, typer.Argument(help="A plan whose headings are not known yet, for example plan.xlsx.")
]
PlanName = Annotated[
    str, typer.Option("--as", help="What to call this kind of plan, for example ofsted.")
]
SaveTo = Annotated[
    Path | None,
    typer.Option(
        help="The file to save the answers to, for example ofsted.yaml. NAME.yaml if you leave "
        "it out."
    ),
]


@action.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The plan, for example plan.xlsx.")],
    source: Source = "inspection",
    document: Document = "",
    published: Published = None,
    profile: Matched = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take in a plan that somebody else wrote, row by row.

    A row that cannot be taken is named, with the reason.
    """
    from audits.steps.actions.import_plan import import_actions

    rows = import_actions(
        read_bytes(file), file.name, workspace=build_here(), source=source, document=document,
        published=published, profile=profile_in(profile),
        dry_run=dry_run,
    )  # fmt: skip
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    _say_rows(rows, dry_run=dry_run)
    _say_counts(rows, dry_run=dry_run)


@action.command("match")
def match(
    file: Unmatched,
    name: PlanName,
    save: SaveTo = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept what is proposed, and ask nothing.")
    ] = False,
) -> None:
    """Ask which heading of a plan is which, and save the answers.

    Give the saved file to 'audits action import' with --profile.
    """
    from audits.queries.plan_words import plan_words, propose_plan, unknown_plan_words
    from audits.register import Profile, write_profile

    workspace = build_here()
    proposed = propose_plan(read_bytes(file), file.name, workspace=workspace)
    headings = ask_headings(proposed, file.name, yes=yes)
    unknown = unknown_plan_words(proposed, headings, workspace=workspace)
    ours = plan_words(workspace=workspace)
    words = {
        column: ask_words(dict.fromkeys(texts, ""), ours[column], yes=yes)
        for column, texts in unknown.items()
    }
    profile = Profile(
        shape=name,
        columns={mine: (theirs,) for mine, theirs in headings.items() if theirs},
        values={column: meant for column, meant in words.items() if meant},
    )
    save = save or Path(f"{name}.yaml")
    write_whole(save, write_profile(profile, USE_IT).encode())
    command = typed("audits", "action", "import", file, "--profile", save, "--dry-run")
    say(f"The mapping is in {save}. Next: {command}")


def _say_rows(rows: "Sequence[ImportedRow]", *, dry_run: bool) -> None:
    sheet = ""
    for row in rows:
        if row.sheet != sheet:
            sheet = row.sheet
            say(f"Sheet '{sheet}':")
        if row.row:
            say(f"Row {row.row}: {_outcome(row, dry_run)}")
        else:
            say(f"  {row.message}")
        for line in (*row.notes, *row.doubts):
            say(f"  {line}")
    say_remedies(remedies_of(rows))


def _outcome(row: "ImportedRow", dry_run: bool) -> str:
    if row.message:
        return row.message
    if row.outcome == "already":
        return f"{row.action} is in the plan already."
    stands = f", {row.status}" if row.status != "open" else ""
    if dry_run:  # a number is given when it is kept
        return f"Would be added{stands}."
    return f"{row.action} is in the plan{stands}."


def _say_counts(rows: "Iterable[ImportedRow]", *, dry_run: bool) -> None:
    outcomes = Counter(row.outcome for row in rows if row.outcome != "left")
    added = outcomes["added"]
    new = "is a new action" if added == 1 else "are new actions"
    says = f"{added} of {many(outcomes.total(), 'row')} {new}."
    if dry_run:
        says += " Nothing was kept (--dry-run)."
    say(says)
    if outcomes["refused"]:
        say("If headings or words were not understood: audits action match FILE --as NAME")
