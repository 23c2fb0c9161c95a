"""The command that plays the demonstration."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    home: Annotated[Path, typer.Option(help="Where the demonstration's workspace goes.")] = Path(
        "var/demo"
    ),
) -> None:
    """Run a whole weekly audit of a made-up partnership."""
    # Prefect takes seconds to import, and no other command needs it.
    from audits.demo.story import tell

    tell(home)
