"""Commands on returns that an office inside the agency certifies."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from audits.domain.amounts import many
from audits.domain.days import day_in_words
from audits.wiring import build_here

from .files import check_new, read_bytes, write_bytes
from .options import ListOptions, Ref, lists
from .output import say, show_rows
from .returns import return_
from .typed_days import day_option


UnitCode = Annotated[str, typer.Argument(help="The unit, for example police.")]


@return_.command("certificates")
@lists(unit="unit")
def certificates(ref: Ref, *, options: ListOptions) -> None:
    """List which returns of a cycle are certified, by whom or where, and what changed since."""
    from audits.queries.certificates import list_certificates

    rows = list_certificates(ref, workspace=build_here())
    columns = ("unit", "office", "stands", "certified_by", "certified_on", "changed", "elsewhere")
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
    from audits.queries.certificates import pack_to_certify
    from audits.queries.certifier import holder_named
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


@return_.command("hand-on")
def hand_on(
    ref: Ref,
    unit: UnitCode,
    to: Annotated[Path, typer.Option("--to", help="The file to write, for example police.sealed.")],
) -> None:
    """Write a certified return as one sealed file, for another partnership's audit."""
    from audits.steps.returns.hand_on import hand_on_return

    check_new(to)
    handed = hand_on_return(ref, unit, workspace=build_here())
    write_bytes(to, handed.data)
    say(f"{unit}: {many(handed.answers, 'answer')} in {to}.")
    say(f"The seal is {handed.seal}. Tell it to the other partnership by telephone.")


@return_.command("bring-in")
def bring_in(
    ref: Ref,
    unit: UnitCode,
    file: Annotated[Path, typer.Argument(help="The sealed file, for example police.sealed.")],
    seal: Annotated[
        str,
        typer.Option(
            help="The other partnership's seal as told you, for example CPW3-PS4H-H4QN-GYEO."
        ),
    ],
) -> None:
    """Take a return that was certified at another partnership into an open audit."""
    from audits.queries.certificates import pack_to_certify
    from audits.steps.returns.bring_in import bring_in_return

    workspace = build_here()
    data = read_bytes(file)
    pack = pack_to_certify(ref, unit, workspace=workspace)
    came = bring_in_return(unit, pack, data, seal=seal, workspace=workspace)
    day = day_in_words(came.certified_on)
    say(f"{came.organisation}: certified at {came.partnership} on {day}.")
    say(
        f"{many(came.taken, 'answer')} taken, {came.stood} answered here already and left. "
        f"{many(came.anew, 'question')} to answer here."
    )
