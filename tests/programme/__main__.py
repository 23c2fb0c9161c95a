"""Play the two years and print how they compare with the truth: ``make programme``."""

import os
from pathlib import Path
from typing import Annotated

import typer

from audits.domain.errors import UserError

from .agenda import Scale
from .run_programme import tell_programme


def main(
    home: Annotated[Path, typer.Option(help="Where its workspace goes.")] = Path("var/programme"),
    weeks: Annotated[int, typer.Option(help="How many weekly audits.", min=1, max=104)] = 104,
) -> None:
    """Play two years of every audit and compare each conclusion; exit 2 if anything differs."""
    os.umask(0o077)  # as the command line does: nobody else may read what is made
    try:
        is_same = tell_programme(home, scale=Scale(weeks=weeks))
    except UserError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if not is_same:
        raise typer.Exit(2)


if __name__ == "__main__":
    typer.run(main)
