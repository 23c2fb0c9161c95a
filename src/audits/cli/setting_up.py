"""Commands that prepare: the workspace, templates, agencies, registers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from audits.domain.errors import NotFoundError, UserError
from audits.register import Profile, Source, read_profile, write_profile
from audits.reporting import make_matching_report
from audits.settings import home_folder, init_workspace
from audits.steps.describe import list_agencies, list_registers
from audits.steps.import_agencies import import_agencies
from audits.steps.load_register import load_register
from audits.wiring import build_here

from .showing import AsJson, say, show_json, show_rows


agency = typer.Typer(help="Agencies, their units and whom to write to.", no_args_is_help=True)
register = typer.Typer(help="Registers: the lists that cases are drawn from.", no_args_is_help=True)

UNITS = {"contact": "contacts", "child": "children", "organisation": "organisations"}
Files = Annotated[list[Path], typer.Argument(help="Files, .csv or any spreadsheet.")]


def init() -> None:
    """Make a workspace in AUDITS_HOME (./var unless set); one that is there is left as it is."""
    home = home_folder()
    init_workspace(home)
    build_here()
    say(f"The workspace is {home}. Its settings are in audits.toml; read them before you send.")
    say("Next: audits agency import FILE, then audits register load FILE --as mash_contacts")


@agency.command("import")
def import_(file: Path) -> None:
    """Take in agencies, units and contacts from a CSV file; who is not in it any more has left."""
    count = import_agencies(read_bytes(file), parts=build_here())
    say(f"{count} units are known. To see them: audits agency list")


@agency.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the units that are asked."""
    rows = list_agencies(parts=build_here())
    columns = ("unit", "name", "agency_name", "channel", "contacts")
    show_rows(rows, columns, as_json=as_json, nothing="No agency is known: audits agency import")


@register.command("load")
def load(
    files: Files,
    name: Annotated[str, typer.Option("--as", help="The register's name, as mash_contacts.")],
    profile: Annotated[Path | None, typer.Option(help="A saved mapping of columns.")] = None,
    dry_run: Annotated[
        bool, typer.Option(help="Say what would be read, and keep nothing.")
    ] = False,
    write_profile_to: Annotated[
        Path | None, typer.Option("--write-profile", help="Save how the columns were matched.")
    ] = None,
    report_to: Annotated[
        Path | None, typer.Option("--report", help="Save the matching report: .html or .xlsx.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load a register, and report what was recognised and what was not."""
    sources = [Source(file.name, read_bytes(file)) for file in files]
    parts = build_here()
    loaded = load_register(
        sources, name=name, parts=parts, profile=_profile(profile), dry_run=dry_run
    )
    if write_profile_to:
        write_profile_to.write_text(write_profile(loaded.profile), encoding="utf-8")
    report = loaded.report.as_json(name)
    if report_to:
        report_to.write_bytes(
            make_matching_report(report, format=report_to.suffix.removeprefix("."))
        )
    if as_json:
        show_json(report)
        return
    _say_report(report, units=UNITS[parts.shape(name).unit], kept=not dry_run)
    if not profile and not write_profile_to:
        say("To read it the same way each time, save the mapping: --write-profile FILE")


@register.command("list")
def list_loaded(as_json: AsJson = False) -> None:
    """List the registers that were loaded."""
    rows = list_registers(parts=build_here())
    columns = ("name", "loaded_at", "rows_in", "units", "rejected")
    show_rows(rows, columns, as_json=as_json, nothing="No register has been loaded.")


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        UserError: if it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {file}. Check its name and folder.") from error
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from error


def _profile(path: Path | None) -> Profile | None:
    return read_profile(read_bytes(path).decode("utf-8", "replace"), path.name) if path else None


def _in_short(warnings: list[dict[str, Any]]) -> Iterator[str]:
    """Yield each thing to look at once, with how many rows it is about and the first of them."""
    found: dict[str, list[int]] = {}
    for each in warnings:
        found.setdefault(each["message"], []).extend([each["row"]] if each["row"] else [])
    for message, rows in sorted(found.items(), key=lambda item: bool(item[1])):
        about = f" ({len(rows):,} rows, the first is row {rows[0]:,})" if rows else ""
        yield f"{message}{about}"


def _say_report(report: dict[str, Any], *, units: str, kept: bool) -> None:
    say(
        f"{report['name']}: {report['rows_in']:,} rows read, {report['units']:,} {units}; "
        f"{report['repeated']:,} rows were repeats, {report['rejected']:,} were left out."
    )
    for name, heading in report["columns"].items():
        say(f"  {name:<12} from the column '{heading}'")
    if report["ignored"]:
        say(f"Not used: {', '.join(report['ignored'])}")
    for heading, values in report["unmatched"].items():
        say(f"Not understood in '{heading}': {', '.join(values)} (read as not recorded)")
    for line in _in_short(report["warnings"]):
        say(f"  {line}")
    if not kept:
        say("Nothing was kept (--dry-run).")
