"""Commands on the boards of an installation."""

from typing import Annotated

import typer

from audits.installation import NewBoard, add_board, list_boards
from audits.templates.partnership import FIRST_PROFILE

from .options import ListOptions, lists
from .output import say, show_rows


board = typer.Typer(no_args_is_help=True)


@board.callback()
def of_an_installation() -> None:
    """Add and list the partnerships of an installation of several."""


@board.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it is called, for example north-shire.")],
    profile: Annotated[
        str,
        typer.Option(
            help="The names to start with, for example partnership_2026. The other is lscb_2016, "
            "for years before 2019."
        ),
    ] = FIRST_PROFILE,
    database: Annotated[
        str,
        typer.Option(
            help="A PostgreSQL database of its own, for example "
            "postgresql://north@db.example/north. A file in its home if you leave it out."
        ),
    ] = "",
    vault_database: Annotated[
        str,
        typer.Option(
            help="Another for its vault, with a user of its own, for example "
            "postgresql://north_vault@db.example/north_vault."
        ),
    ] = "",
    files_in_database: Annotated[
        bool,
        typer.Option(
            "--files-in-database", help="Keep returns, packs and other files in its database too."
        ),
    ] = False,
) -> None:
    """Add a partnership, with a home, a database, a vault and a key of its own."""
    new = NewBoard(name, profile, database, vault_database, files_in_database)
    home = add_board(new)
    say(
        f"The partnership {name} is in {home}. Its settings are in audits.toml; read them before "
        "you send."
    )
    say("What the partnership, its groups and its offices are called is in partnership.toml.")
    say(f"Next: audits --board {name} agency import FILE. What runs takes it in at its next start.")


@board.command("list")
@lists()
def list_(*, options: ListOptions) -> None:
    """List the partnerships, and say of each that cannot be used why."""
    columns = ("name", "partnership", "database", "fault")
    show_rows(list_boards(), columns, options, nothing="One partnership has this home for itself.")
