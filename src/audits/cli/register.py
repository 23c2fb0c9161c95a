"""Commands about registers: match their headings, load them, write them out again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many, were
from audits.domain.errors import UserError
from audits.storage import write_whole
from audits.wiring import build_here

from .files import read_bytes, write_bytes
from .matching import ask_headings, ask_words, profile_in
from .next_steps import typed
from .options import AsJson, ListOptions, LookedAtWhy, ask_why, lists
from .output import say, show_json, show_rows
from .remedies import say_remedies


if TYPE_CHECKING:
    from audits.register import Order, Proposed, ReportAsJson


register = typer.Typer(no_args_is_help=True)

UNITS = {"contact": "contacts", "child": "children", "organisation": "organisations"}
Files = Annotated[
    list[Path],
    typer.Argument(
        help="The export to load, for example contacts.csv. It may also be .xml or any "
        "spreadsheet. Several files are joined on their ids."
    ),
]
Dates = Annotated[
    list[str] | None,
    typer.Option(
        help="Whether dates are day-first or month-first, for example day-first. For one "
        "column, write received_on=month-first."
    ),
]
DryRun = Annotated[bool, typer.Option(help="Show what would be read, and keep nothing.")]
USE_IT = "Give it with --profile to: audits register load"
SAVE_IT = "To read it the same way each time, save the mapping: --write-profile FILE"
Name = Annotated[str, typer.Option("--as", help="The register's name, for example mash_contacts.")]
Matched = Annotated[
    Path | None,
    typer.Option(help="A file in which you saved how its columns match, for example mosaic.yaml."),
]
SaveMatched = Annotated[
    Path | None,
    typer.Option(
        "--write-profile",
        help="Save how the columns were matched to this file, for example mosaic.yaml.",
    ),
]
SaveReport = Annotated[
    Path | None,
    typer.Option(
        "--report",
        help="Save what was recognised to this file, for example report.html. It may also be "
        ".xlsx.",
    ),
]


@register.command("load")
def load(
    files: Files,
    name: Name,
    profile: Matched = None,
    dates: Dates = None,
    dry_run: DryRun = False,
    write_profile_to: SaveMatched = None,
    report_to: SaveReport = None,
    as_json: AsJson = False,
) -> None:
    """Load a register, and report what was recognised in it and what was not."""
    from audits.register import Source, write_profile
    from audits.reporting import make_matching_report
    from audits.steps.sample.load_register import load_register

    workspace = build_here()
    loaded = load_register(
        [Source(file.name, read_bytes(file)) for file in files],
        name=name,
        workspace=workspace,
        profile=profile_in(profile),
        dates=_orders(dates or []),
        dry_run=dry_run,
    )
    if write_profile_to:
        write_bytes(write_profile_to, write_profile(loaded.profile, USE_IT).encode())
    report = loaded.report.as_json(name)
    if report_to:
        write_bytes(report_to, make_matching_report(report, format=report_to.suffix[1:]))
    if as_json:
        show_json(report)
        return
    _say_report(report, units=UNITS[workspace.shape(name).unit], kept=not dry_run)
    if not profile and not write_profile_to:
        say(SAVE_IT)


@register.command("list")
@lists()
def list_loaded(*, options: ListOptions) -> None:
    """List the registers that you have loaded."""
    from audits.queries.registers import list_registers

    rows = list_registers(workspace=build_here())
    columns = ("name", "loaded_at", "rows_in", "units", "rejected")
    show_rows(rows, columns, options, nothing="No register has been loaded.")


@register.command("match")
def match(
    file: Annotated[
        Path,
        typer.Argument(
            help="An export whose headings are not known yet, for example contacts.csv."
        ),
    ],
    name: Name,
    save: Annotated[
        Path, typer.Option(help="The file to save the answers to, for example mosaic.yaml.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept what is proposed, and ask nothing.")
    ] = False,
) -> None:
    """Ask which heading of an export is which, and save the answers.

    Give the saved file to 'audits register load' with --profile.
    """
    from audits.register import Profile, Source, clock_name, propose, write_profile

    shape = build_here().shape(name)
    clocks = {clock_name(day): day for day in shape.timed}
    proposed = propose(Source(file.name, read_bytes(file)), shape)
    columns = ask_headings(proposed, file.name, yes=yes)
    profile = Profile(
        shape=name,
        columns={o: (theirs,) for o, theirs in columns.items() if theirs and o not in clocks},
        values=_words(proposed, columns, yes=yes),
        times={day: (columns[o],) for o, day in clocks.items() if columns.get(o)},
    )
    write_whole(save, write_profile(profile, USE_IT).encode())
    command = typed("audits", "register", "load", file, "--as", name, "--profile", save)
    say(f"The mapping is in {save}. Next: {command}")


@register.command("export")
def export(
    name: Annotated[
        str, typer.Argument(help="The name of a loaded register, for example mash_contacts.")
    ],
    to: Annotated[
        Path,
        typer.Option(help="The CSV file to write, for example contacts.csv. It names children."),
    ],
    why: LookedAtWhy = "",
) -> None:
    """Write the register that you loaded last to a file, under our column names.

    Loading that file again changes nothing.
    """
    from audits.steps.sample.load_register import export_loaded

    workspace = build_here()
    why = ask_why(why, f"the register '{name}' is written out")
    write_whole(to, export_loaded(name, why=why, workspace=workspace))
    say(f"{to} holds all that the register held. Keep it as you keep the register, or delete it.")


def _words(
    proposed: "Proposed", columns: dict[str, str], *, yes: bool
) -> dict[str, dict[str, str]]:
    """Return, by column, our words for the export's that are not known, as the officer says."""
    words_by_column = {
        proposal.column.name: ask_words(
            proposed.unknown_words(proposal.column, columns[proposal.column.name]),
            tuple(proposal.column.values),
            yes=yes,
        )
        for proposal in proposed.proposals
    }
    return {name: words for name, words in words_by_column.items() if words}


def _orders(dates: list[str]) -> dict[str, "Order"]:
    """Return by column, or of all, whether day or month comes first.

    Raises:
        UserError: if one is neither.
    """
    from audits.register import ALL, Order

    orders: dict[str, Order] = {}
    for day in dates:
        column, _, order = day.rpartition("=")
        if order not in list(Order):
            raise UserError(f"--dates is {' or '.join(Order)}, not '{order}'.")
        orders[column or ALL] = Order(order)
    return orders


def _say_report(report: "ReportAsJson", *, units: str, kept: bool) -> None:
    from audits.register import in_short, remedies_for

    again = many(report["repeated"], "row was a repeat", "rows were repeats")
    say(
        f"{report['name']}: {many(report['rows_in'], 'row')} read, {report['units']:,} {units}; "
        f"{again}, {report['rejected']:,} {were(report['rejected'])} left out."
    )
    for name, heading in report["columns"].items():
        say(f"  {name:<12} from the column '{heading}'")
    for heading, reading in report["readings"].items():
        say(f"  '{heading}' was read so: {reading}")
    if report["ignored"]:
        say(f"Not used: {', '.join(report['ignored'])}")
    hidden = {
        warning["sheet"] for warning in report["warnings"] if warning["code"] == "hidden_sheet"
    }
    left = [title for title in report["sheets_left"] if title not in hidden]
    if left:
        say(f"Sheets that are not part of it: {', '.join(left)}")
    for heading, values in report["unmatched"].items():
        say(f"Not understood in '{heading}': {', '.join(values)} (read as not recorded)")
    for line in in_short(report["warnings"]):
        say(f"  {line}")
    say_remedies(remedies_for((warning["code"] for warning in report["warnings"]), report["name"]))
    if not kept:
        say("Nothing was kept (--dry-run).")
