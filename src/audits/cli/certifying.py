"""Commands on returns that an office inside the agency certifies."""

from datetime import date
from typing import Annotated

import typer

from audits.wiring import build_here

from .options import ListOptions, Ref, lists
from .output import say, show_rows
from .returns import return_
from .typed_days import day_option


UnitCode = Annotated[str, typer.Argument(help="The unit, for example police.")]


@return_.command("certificates")
@lists(unit="unit")
def certificates(ref: Ref, *, options: ListOptions) -> None:
    """List which returns of a cycle are certified, by whom, and what changed since."""
    from audits.queries.certificates import list_certificates

    rows = list_certificates(ref, workspace=build_here())
    columns = ("unit", "office", "stands", "certified_by", "certified_on", "changed")
    show_rows(rows, columns, options, nothing=f"Nobody certifies the returns of {ref}.")


@return_.command("certify")
def certify(
    ref: Ref,
    unit: UnitCode,
    by: Annotated[
        str, typer.Option(help="Who certified it, as listed at the unit, for example 'Amira Khan'.")
    ],
    on: Annotated[
        date | None, day_option("The day, for example 9/3/2026. Today if you leave it out.")
    ] = None,
) -> None:
    """Record that whoever holds the office certified a unit's return."""
    from audits.queries.certificates import holder_named, pack_to_certify
    from audits.steps.returns.certify import certify_return

    workspace = build_here()
    pack = pack_to_certify(ref, unit, workspace=workspace)
    contact = holder_named(unit, pack, by, workspace=workspace)
    certify_return(unit, pack, contact=contact, on=on, workspace=workspace)
    say(f"{unit}: certified.")


@return_.command("withdraw")
def withdraw(
    ref: Ref,
    unit: UnitCode,
    why: Annotated[str, typer.Option(help="Why, for example 'two scores were wrong'. It is kept.")],
) -> None:
    """Take back the certificate of a unit's return, which is then asked for again."""
    from audits.queries.certificates import pack_to_certify
    from audits.steps.returns.certify import withdraw_certificate

    workspace = build_here()
    pack = pack_to_certify(ref, unit, workspace=workspace)
    withdraw_certificate(unit, pack, why=why, workspace=workspace)
    say(f"{unit}: the certificate is withdrawn. Next: audits return collect")
