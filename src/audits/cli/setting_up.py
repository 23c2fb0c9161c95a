"""Commands that prepare: the workspace, templates, agencies."""

from pathlib import Path
from typing import Annotated, Any

import typer

from audits.domain.errors import NotFoundError, UserError
from audits.settings import home_folder, init_workspace
from audits.steps.describe import list_agencies
from audits.steps.import_agencies import import_agencies
from audits.steps.recipients import confirm_recipients, list_recipients
from audits.storage import write_whole
from audits.wiring import build_here

from .showing import AsJson, Ref, say, show_json, show_rows


LARGEST = 1024**3  # bytes; a register of a million rows has a tenth of it


agency = typer.Typer(no_args_is_help=True)


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


@agency.command("confirm")
def confirm(
    ref: Ref,
    why: Annotated[str, typer.Option(help="Who was asked, and when.")] = "looked through",
    look: Annotated[bool, typer.Option("--look", help="Only show who would get what.")] = False,
    as_json: AsJson = False,
) -> None:
    """Confirm who gets a cycle's packs and key lists, and by which route; then they go out."""
    parts = build_here()
    rows = list_recipients(ref, parts=parts) if look else None
    rows = confirm_recipients(ref, why=why, parts=parts) if rows is None else rows
    if as_json:
        show_json(rows)
        return
    table = [{**row, "to": ", ".join(_marked(row)) or "nobody"} for row in rows]
    show_rows(table, ("unit", "what", "route", "to"), as_json=False, nothing="")
    say(f"Nothing is confirmed yet: audits agency confirm {ref}" if look
        else f"The recipients of {ref} are confirmed. Next: audits dispatch send")  # fmt: skip


@agency.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the units that are asked."""
    rows = list_agencies(parts=build_here())
    if not as_json:
        rows = [{**row, "bouncing": ", ".join(row["bouncing"])} for row in rows]
    columns = ("unit", "name", "agency_name", "channel", "contacts", "bouncing")
    show_rows(rows, columns, as_json=as_json, nothing="No agency is known: audits agency import")


def _marked(row: dict[str, Any]) -> list[str]:
    """Return a row's recipients, those marked whose address bounces."""
    return [f"{each} (bounces)" if each in row["bouncing"] else each for each in row["to"]]


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        UserError: if it cannot be read.
    """
    try:
        if file.stat().st_size > LARGEST:
            raise UserError(f"{file} is larger than a gigabyte. Give a smaller file.")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {file}. Check its name and folder.") from error
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}.") from error


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file that a person named, whole, and readable by its owner alone.

    Raises:
        WorkspaceError: if the disk is full or may not be written.
        UserError: if something else is there: a folder, a device.
    """
    if file.exists() and not file.is_file():
        raise UserError(f"{file} is no file, and is left as it is. Name another.")
    write_whole(file, data)
