"""What commands have in common: options, and the question why."""

import sys
from typing import Annotated

import typer

from audits.domain.errors import UserError


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Ref = Annotated[str, typer.Argument(help="A cycle's reference, as MASH-2017-W10.")]
LookedAtWhy = Annotated[
    str, typer.Option("--why", help="Why you look; kept for good. Asked for if left out.")
]


def ask_why(why: str, what: str) -> str:
    """Return why somebody looks; asked for at a terminal if it was not given.

    Raises:
        UserError: naming ``--why``, if there is nobody to ask.
    """
    if not why.strip() and sys.stdin.isatty():
        why = str(typer.prompt(f"Why {what} (kept for good)"))
    if why.strip():
        return why.strip()
    raise UserError(f"Say why {what}: --why REASON. It identifies children; the reason is kept.")
