"""Whose workspace a flow works in: the one of this process, or each board's in turn."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from audits.boards import board_names, chosen_board, every_home
from audits.domain.amounts import many
from audits.domain.errors import AuditsError, NotFoundError, UserError, WorkspaceError
from audits.queries.engine.clock import check_clock
from audits.settings import home_folder, read_settings
from audits.wiring import build
from audits.workspace import Workspace


R = TypeVar("R")
NAMED = 5  # boards that a failure names with why
_built: dict[Path, Workspace] = {}
_given: list[Workspace] = []
_at: ContextVar[Workspace] = ContextVar("at")


class BoardsError(UserError):
    """Some boards of an installation failed; all the others were done."""


def workspace() -> Workspace:
    """Return the workspace that this flow works in: of several boards the one whose turn it is."""
    at = _at.get(None)
    if at is not None:
        return at
    if _given:
        return _given[-1]
    return _workspace_in(home_folder())


def workspaces(tell: Callable[[str], None]) -> list[Workspace]:
    """Return every board's workspace, or the only one; of a board that has none it tells why.

    Raises:
        WorkspaceError: if there is none at all.
    """
    if _given:
        return _given[-1:]
    homes = every_home()
    if not is_for_all_boards():
        return [_workspace_in(homes[0])]
    usable = []
    for home in homes:
        try:
            usable.append(_workspace_in(home))
        except UserError as error:
            tell(f"The board {home.name} is left out until it is put right: {error}")
    if not usable:
        raise WorkspaceError("No board can be used. What is wrong with each stands above.")
    return usable


@contextmanager
def working_with(other: Workspace) -> Iterator[None]:
    """Run flows in another workspace: a demonstration's, a test's."""
    _given.append(other)
    try:
        yield
    finally:
        _given.remove(other)


def is_for_all_boards() -> bool:
    """Tell whether a flow that starts now is for every board of an installation."""
    is_at_one = _at.get(None) is not None or bool(_given) or bool(chosen_board())
    return not is_at_one and bool(board_names())


def at_each_board(does: Callable[[], R], board: str = "") -> R | dict[str, R]:
    """Do something in every board, and return what it gave by board; in the only one, what it gave.

    With ``board`` it is done in that one alone. What fails in a board, whatever it is, is that
    board's own: the others are done.

    Raises:
        BoardsError: at the end, naming the boards that failed.
    """
    if not is_for_all_boards():
        return does()
    if board:
        with _at_board(_home_named(board)):
            return does()
    outcomes, faults = {}, {}
    for home in every_home():
        try:
            with _at_board(home):
                outcomes[home.name] = does()
        except Exception as error:  # noqa: BLE001 -- a bug in one board stops no other
            faults[home.name] = _in_words(error)
    if faults:
        raise BoardsError(_named(faults, len(outcomes)))
    return outcomes


def _workspace_in(home: Path) -> Workspace:
    """Return the workspace in a home, built once in this process."""
    if home not in _built:
        os.umask(0o077)  # a worker may have been started by something that is not ours
        built = build(read_settings(home))
        check_clock(workspace=built)
        _built[home] = built
    return _built[home]


@contextmanager
def _at_board(home: Path) -> Iterator[None]:
    token = _at.set(_workspace_in(home))
    try:
        yield
    finally:
        _at.reset(token)


def _home_named(board: str) -> Path:
    for home in every_home():
        if home.name == board:
            return home
    raise NotFoundError(f"There is no board '{board}'. There are: {', '.join(board_names())}.")


def _in_words(error: Exception) -> str:
    """Return a sentence of ours; of any other error its type and place, for its words may name."""
    if isinstance(error, AuditsError):
        return str(error)
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}."


def _named(faults: dict[str, str], done: int) -> str:
    """Return which boards failed, the first of them with why."""
    sentences = [f"{board}: {faults[board]}" for board in list(faults)[:NAMED]]
    others = list(faults)[NAMED:]
    if others:
        sentences.append(f"Also: {', '.join(others)}.")
    failed = many(len(faults), "board")
    return f"{failed} failed, {done} went well. {' '.join(sentences)}"
