"""Where a workspace lies: in the home itself, or as one of the boards of an installation.

An installation of several boards has ``HOME/boards/boards.toml``, what they have in common, and
``HOME/boards/NAME`` for each: a home of its own, with its own settings, database, key and vault.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Missing, Remedy


FOLDER, SHARED, SETTINGS = "boards", "boards.toml", "audits.toml"
CHOSEN = "AUDITS_BOARD"
NAME = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,29}")
# One website and one schedule serve all boards, so that these are said once, in boards.toml.
IN_COMMON = frozenset({"public_address", "prefect_api_url", "schedule"})


def installation() -> Path:
    """Return the home: ``AUDITS_HOME``, or ``var`` where the command is run."""
    return Path(os.environ.get("AUDITS_HOME", "var")).absolute()


def chosen_board() -> str:
    """Return the board that this process works on; "" in a home without boards, or for all."""
    return os.environ.get(CHOSEN, "")


def use_board(name: str) -> None:
    """Make ``name`` the board of this process and of those it starts."""
    os.environ[CHOSEN] = name


def home_of(name: str) -> Path:
    """Return where a board lies, whether it is there or not; "" is the home itself.

    Raises:
        WorkspaceError: if no board can be called so.
    """
    if not name:
        return installation()
    return installation() / FOLDER / checked_name(name)


def checked_name(name: str) -> str:
    """Return a board's name, if one can be called so.

    Raises:
        WorkspaceError: saying what a name is made of.
    """
    if not NAME.fullmatch(name):
        raise WorkspaceError(
            "A board's name is made of small letters, digits and single hyphens, begins with a "
            "letter and has at most 30 characters, for example north-shire. Choose another name."
        )
    return name


def has_boards() -> bool:
    """Tell whether the home is an installation of several boards."""
    return (installation() / FOLDER / SHARED).is_file()


def board_names() -> tuple[str, ...]:
    """Return the boards of the installation by name; none in a home of one partnership."""
    folder = installation() / FOLDER
    if not has_boards():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if _is_board(path)))


def every_home() -> tuple[Path, ...]:
    """Return the workspaces that what runs for all works on: each board, or the one there is."""
    names = () if chosen_board() else board_names()
    return tuple(map(home_of, names)) or (home_of(chosen_board()),)


def is_for_all() -> bool:
    """Tell whether what runs in this process works for every board of an installation."""
    return has_boards() and not chosen_board()


def board_in(home: Path) -> str:
    """Return which board lies in a home; "" if it is no board of an installation."""
    is_beside = home.parent.name == FOLDER and (home.parent / SHARED).is_file()
    return home.name if is_beside and NAME.fullmatch(home.name) else ""


def check_board_is_named(home: Path) -> None:
    """Refuse to go on where several boards are and none is named, or one that is not there.

    Raises:
        WorkspaceError: naming the boards there are.
    """
    names = ", ".join(board_names()) or "none yet"
    if home == installation() and has_boards():
        raise WorkspaceError(
            f"Several boards lie in {home}, and none is named. There are: {names}.",
            remedy=Remedy(Missing.BOARD),
        )
    if home.name == chosen_board():
        raise WorkspaceError(f"There is no board '{home.name}'. There are: {names}.")


def in_common(home: Path) -> Mapping[str, Any]:
    """Return the settings that a board has in common with the others; none if it is no board.

    Raises:
        WorkspaceError: if they cannot be used; naming what is wrong.
    """
    if not board_in(home):
        return {}
    path = home.parent / SHARED
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path} is not well formed: {error}. Put that line right.") from error
    others = values.keys() - IN_COMMON
    if others:
        raise WorkspaceError(
            f"{path} has {', '.join(sorted(others))}, which each board says for itself. Move it "
            f"into the {SETTINGS} of each."
        )
    return values


def check_own(home: Path, own: Mapping[str, object]) -> None:
    """Refuse a board's own settings in which one stands that all have in common.

    Raises:
        WorkspaceError: naming it, and where it belongs.
    """
    common = IN_COMMON & own.keys()
    if board_in(home) and common:
        raise WorkspaceError(
            f"{home / SETTINGS} has {', '.join(sorted(common))}, which all boards have in common. "
            f"Move it into {home.parent / SHARED}."
        )


def address_at(public_address: str, board: str) -> str:
    """Return where people reach a board's website: of several, below the address of all."""
    return f"{public_address}/at/{board}" if board else public_address


def variable_of(home: Path, variable: str) -> str:
    """Return which variable of the environment is a workspace's: a board has one of its own.

    So none reads another's key or password, and none is read for all.
    """
    board = board_in(home)
    return f"{variable}_{board.upper().replace('-', '_')}" if board else variable


def _is_board(path: Path) -> bool:
    return NAME.fullmatch(path.name) is not None and (path / SETTINGS).is_file()
