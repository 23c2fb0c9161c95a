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
        str, typer.Option(help="Of what: case, family, password, return, evidence, register ...")
    ] = "",
    about: Annotated[str, typer.Option(help="Of whose names: a part of a reference.")] = "",
    by: Annotated[str, typer.Option(help="Who looked.")] = "",
    since: Annotated[date | None, day_option("From this day on.")] = None,
    until: Annotated[date | None, day_option("To this day.")] = None,
    *,
    options: ListOptions,
) -> None:
    """List who was shown an identity or a secret, when and why, and check that list."""
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
