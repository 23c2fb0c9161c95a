"""Commands on the vault: who was shown an identity or a secret."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from audits.domain.errors import UserError
from audits.wiring import build_here

from .options import ListOptions, lists
from .output import show_rows
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


def _refuse(faults: Sequence[str], says: str) -> None:
    if faults:
        raise UserError(
            "\n".join((*faults, f"{says} Keep everything and tell whoever runs the audits."))
        )
