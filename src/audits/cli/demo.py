"""The command that plays the demonstration."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    home: Annotated[Path, typer.Option(help="Where the demonstration's workspace goes.")] = Path(
        "var/demo"
    ),
    programme: Annotated[
        bool, typer.Option("--programme", help="Two years of every audit, compared with the truth.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(help="How many weekly audits of the programme.", min=1, max=104)
    ] = 104,
) -> None:
    """Run a whole weekly audit of a made-up partnership, or two years of all of its audits."""
    if programme:
        from audits.demo.programme import tell_programme
        from audits.demo.programme.agenda import Scale

        if not tell_programme(home, scale=Scale(weeks=weeks)):
            raise typer.Exit(2)
        return
    # Prefect takes seconds to import, and no other command needs it.
    from audits.demo.story import tell

    tell(home)
