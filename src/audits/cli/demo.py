"""The command that plays the demonstration."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    home: Annotated[
        Path, typer.Option(help="The folder for its workspace, for example var/demo.")
    ] = Path("var/demo"),
) -> None:
    """Run one whole weekly audit of a made-up partnership."""
    # Prefect takes seconds to import, and no other command needs it.
    from audits.demo.story import tell

    tell(home)
