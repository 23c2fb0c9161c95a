"""Commands on the vault: who was shown an identity or a secret."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from audits.domain.amounts import many
from audits.domain.errors import UserError
from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_rows
from .typed_days import day_option


vault = typer.Typer(no_args_is_help=True)


@vault.command("looks")
@lists()
def looks(
    kind: Annotated[
        str,
        typer.Option(
            help="Show only looks at this kind of thing, for example password. Others are case, "
            "family, return, evidence and register."
        ),
    ] = "",
    about: Annotated[
        str,
        typer.Option(
            help="Show only looks at names with these letters in them, for example MASH-2026-W10."
        ),
    ] = "",
    by: Annotated[
        str, typer.Option(help="Show only looks by this person, for example 'A Manager'.")
    ] = "",
    since: Annotated[
        date | None, day_option("Show only looks from this day on, for example 1/3/2026.")
    ] = None,
    until: Annotated[
        date | None, day_option("Show only looks up to this day, for example 31/3/2026.")
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """List who looked at an identity or a secret, when and why, and check that list."""
    from audits.queries.looks import LookFilter, list_looks, look_faults

    workspace = build_here()
    wanted = LookFilter(kind, about, by, since, until)
    rows = list_looks(wanted, workspace=workspace)
    columns = ("seq", "at", "by", "kind", "name", "why")
    show_rows(rows, columns, options, nothing="Nobody has looked.")
    _refuse(look_faults(workspace=workspace), "The look log is not whole.")


@vault.command("rotate")
def rotate() -> None:
    """Give the vault another key, while others work: everything sealed is sealed anew.

    Stopped at any moment it is run again, and goes on.
    """
    from audits.steps.backup.rotate_key import rotate_key

    rotated = rotate_key(workspace=build_here())
    say(
        f"Sealed with the new key: {many(rotated.rows, 'entry', 'entries')} of the vault and "
        f"{many(rotated.files, 'file')}."
    )
    if rotated.is_old_gone:
        say("The old key is gone. Copy the new one to a second, safe place now.")
    else:
        say("Next: take the old key out of where your keys are kept, and destroy it.")


def _refuse(faults: Sequence[str], says: str) -> None:
    if faults:
        raise UserError(
            "\n".join((*faults, f"{says} Keep everything and tell whoever runs the audits."))
        )
