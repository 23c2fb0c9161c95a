"""Commands on packs: the workbooks that units are sent, and the passwords of their key lists."""

from typing import Annotated

import typer

from audits.domain.errors import UserError
from audits.domain.status import CycleStatus
from audits.wiring import build_here

from .next_steps import say_next
from .options import AsJson, ListOptions, LookedAtWhy, Ref, Unit, ask_why
from .output import say, show_rows


pack = typer.Typer(no_args_is_help=True)

OnlyUnit = Annotated[
    str,
    typer.Option(help="Write only for this unit, which joined after issue, for example police."),
]
WhyNow = Annotated[
    str,
    typer.Option(
        help="Why the unit is asked only now, for example 'joined in May'. Use it with --unit."
    ),
]


@pack.command("issue")
def issue(
    ref: Ref,
    unit: OnlyUnit = "",
    why: WhyNow = "",
    as_json: AsJson = False,
) -> None:
    """Write the pack and key list of every unit.

    'audits dispatch send' then sends them.
    """
    from audits.queries.cycles import cycle_status
    from audits.queries.pack_list import list_packs
    from audits.steps.packs.issue import issue_packs
    from audits.steps.packs.send_again import issue_pack_to

    workspace = build_here()
    if unit:
        issue_pack_to(ref, unit, why=why, workspace=workspace)
    else:
        issue_packs(ref, workspace=workspace)
    rows = list_packs(ref, workspace=workspace)
    columns = ("unit", "edition", "file", "cases", "questions")
    show_rows(rows, columns, ListOptions(as_json=as_json), nothing="No unit is asked.")
    if as_json:
        return
    status = cycle_status(ref, workspace=workspace)
    if status != CycleStatus.ISSUED:  # they were issued long ago, and the cycle has gone on
        say_next(ref, status)
        return
    say("Next: audits dispatch send. Give each unit its password by telephone: "
        f"audits pack password {ref} UNIT")  # fmt: skip


@pack.command("send-again")
def send_again(
    ref: Ref,
    unit: Unit,
    why: Annotated[
        str,
        typer.Option(help="Why, for example 'the first one was lost'. It is kept in the trail."),
    ],
) -> None:
    """Send a unit its pack and key list again, with a new password.

    They go to the contacts that the unit has now.
    """
    from audits.steps.packs.send_again import send_pack_again

    letters = send_pack_again(ref, unit, why=why, workspace=build_here())
    for letter in letters:
        to = ", ".join(letter.recipients) or "nobody"
        say(f"{letter.key} is due: by {letter.channel} to {to}")
    say(f"Next: audits dispatch send, then the new password: audits pack password {ref} {unit}")


@pack.command("password")
def password(ref: Ref, unit: Unit, why: LookedAtWhy = "") -> None:
    """Show the password of a unit's key list, so that you can give it by telephone."""
    from audits.queries.pack_list import list_packs
    from audits.steps.packs.show_password import show_password

    workspace = build_here()
    known = {row.unit for row in list_packs(ref, workspace=workspace)}
    if unit not in known:
        raise UserError(f"{ref} has no pack for '{unit}'. It has: {', '.join(sorted(known))}.")
    why = ask_why(why, f"the password of {unit} for {ref} is looked at")
    say(show_password(ref, unit, why=why, workspace=workspace))
