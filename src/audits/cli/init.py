"""The command that makes a workspace."""

from typing import Annotated

import typer

from audits.boards import has_boards, installation
from audits.domain.errors import UserError
from audits.settings import home_folder, init_workspace
from audits.templates.partnership import FIRST_PROFILE
from audits.wiring import build_here

from .output import say


def init(
    profile: Annotated[
        str,
        typer.Option(
            help="The names to start with, for example partnership_2026. The other is lscb_2016, "
            "for years before 2019."
        ),
    ] = FIRST_PROFILE,
) -> None:
    """Make a workspace in the folder that AUDITS_HOME names, or else in ./var.

    A workspace that is there already is left as it is.
    """
    home = home_folder()
    if has_boards():
        raise UserError(f"Several boards lie in {installation()}. Add a board to them instead.")
    init_workspace(home, profile)
    build_here()
    say(f"The workspace is {home}. Its settings are in audits.toml; read them before you send.")
    say("What the partnership, its groups and its offices are called is in partnership.toml.")
    say("Next: audits agency import FILE, then audits register load FILE --as mash_contacts")
