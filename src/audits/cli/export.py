"""Commands that write what is kept out for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from audits.domain.amounts import many
from audits.wiring import build_here

from .output import say


export = typer.Typer(no_args_is_help=True)


@export.callback()
def of_what_is_kept() -> None:
    """Write what is kept in open formats, for other programs."""


@export.command("everything")
def everything(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="An empty folder, for example /mnt/export.")
    ],
) -> None:
    """Write everything into a folder: tables as CSV, audits, papers, and a README that explains it.

    No child is named in it. It needs this program no more.
    """
    from audits.steps.handing_over.export import export_everything

    tables = export_everything(folder, workspace=build_here())
    say(f"{folder} holds {many(tables, 'table')}, every audit and every paper. Read its README.md.")
