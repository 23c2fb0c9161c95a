"""An installation of several boards: adding one, listing them, and opening each by itself."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr

from audits.boards import FOLDER, SETTINGS, SHARED, board_names, checked_name, home_of, installation
from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing
from audits.queries.engine.clock import check_clock
from audits.settings import Settings, init_workspace, read_settings
from audits.steps.backup.name_place import name_place
from audits.storage import TrailEntry, fault_of
from audits.templates.partnership import FIRST_PROFILE, partnership_in

from .wiring import build
from .workspace import Workspace


LOCK, UNFINISHED = ".adding", ".unfinished-"  # no board can be called so
USUAL_PORT = 5432  # of PostgreSQL
FIRST_SHARED = """\
# What all boards have in common. docs/boards.md says what each line means.
# public_address = "https://audits.partnership.example"
"""


@dataclass(frozen=True, slots=True)
class NewBoard:
    """A board that is to be added: what it is called, and where it keeps what."""

    name: str
    profile: str = FIRST_PROFILE
    database: str = ""  # SQLite in its home when empty
    vault_database: str = ""
    files_in_database: bool = False


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One board of the installation; ``fault`` says why it cannot be used, "" if it can."""

    name: str
    partnership: str
    database: str
    fault: str


def add_board(new: NewBoard) -> Path:
    """Make a home for a board, whole or not at all, and return it.

    Raises:
        WorkspaceError: if none can be called so, the name or the database is taken, or the home
            is one partnership's already.
    """
    home = home_of(checked_name(new.name))
    if (installation() / SETTINGS).exists():
        raise WorkspaceError(
            f"{installation()} is the workspace of one partnership. Set AUDITS_HOME to another "
            "folder for several boards; docs/boards.md says how to move this one there."
        )
    with _adding():
        if home.exists():
            raise WorkspaceError(f"There is a board '{new.name}' already. Choose another name.")
        _check_is_nobodys(new)
        with TemporaryDirectory(prefix=UNFINISHED, dir=home.parent) as unfinished:
            made = _make(Path(unfinished), new)
            made.rename(home)
    return home


def list_boards() -> list[BoardLine]:
    """Return every board by name: also one that cannot be used, with why."""
    return list(map(_line, board_names()))


class Opened(NamedTuple):
    """A board that is open: its parts, and the words by which GOV.UK Notify is known to it."""

    workspace: Workspace
    delivery_token: SecretStr | None


class OpenBoards:
    """The boards of an installation, each built once, when first asked for.

    One that cannot be built is tried again each time, so that it is there once it is put right.
    """

    def __init__(self) -> None:
        self._opened: dict[str, Opened] = {}
        self._lock = Lock()

    def names(self) -> tuple[str, ...]:
        """Return the boards that there are now."""
        return board_names()

    def open(self, name: str) -> Opened:
        """Return a board's parts.

        Raises:
            WorkspaceError: if it cannot be used; saying why.
        """
        with self._lock:
            if name not in self._opened:
                settings = read_settings(home_of(name))
                settings.check_serves()
                workspace = build(settings)
                check_clock(workspace=workspace)
                self._opened[name] = Opened(workspace, settings.delivery_token)
            return self._opened[name]

    def usable(self) -> list[Workspace]:
        """Return the parts of every board that can be used now."""
        usable = []
        for name in self.names():
            with suppress(WorkspaceError):
                usable.append(self.open(name).workspace)
        return usable


@contextmanager
def _adding() -> Iterator[None]:
    """Make the folder of boards, and let nobody else add one meanwhile.

    What somebody left there who was killed is taken away.
    """
    folder = installation() / FOLDER
    with writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go with the process, however it ends
            for left in folder.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left)
            _write_shared(folder / SHARED)
            yield


def _write_shared(path: Path) -> None:
    """Write the first settings that boards have in common, whole or not at all."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_text(FIRST_SHARED, encoding="utf-8")
        part.replace(path)


def _make(unfinished: Path, new: NewBoard) -> Path:
    """Make a board's home where nobody looks for one, and return it.

    It lies as it will, so that its settings and its key are read as they will be.
    """
    boards = unfinished / FOLDER
    home = boards / new.name
    home.mkdir(mode=0o700, parents=True)
    shutil.copy(installation() / FOLDER / SHARED, boards / SHARED)
    init_workspace(home, new.profile)
    for setting, place in _places(new).items():
        name_place(home, setting, place)
    with build(read_settings(home)).open_view() as view:
        is_used = view.first(TrailEntry) is not None
    if is_used:
        raise _taken("The database")
    return home


def _places(new: NewBoard) -> dict[str, str]:
    """Return the settings that say where a new board keeps what."""
    places = {"database": new.database, "vault_database": new.vault_database}
    places["files_in"] = "database" if new.files_in_database else ""
    return {setting: place for setting, place in places.items() if place}


def _check_is_nobodys(new: NewBoard) -> None:
    """Refuse a database that another board names, whoever it signs in as."""
    wanted = _databases(new.database, new.vault_database)
    for name in board_names():
        settings = read_settings(home_of(name))
        if wanted & _databases(settings.database, settings.vault_database):
            raise _taken(f"The database of board '{name}'")


def _databases(*addresses: str) -> frozenset[tuple[str, int, str]]:
    """Return which databases these addresses mean."""
    parts = map(urlsplit, filter(None, addresses))
    return frozenset(
        (part.hostname or "", part.port or USUAL_PORT, part.path.strip("/")) for part in parts
    )


def _taken(what: str) -> WorkspaceError:
    return WorkspaceError(f"{what} is in use already. Make another, and name that one.")


def _line(name: str) -> BoardLine:
    partnership, settings = "", None

    def look() -> None:
        nonlocal partnership, settings
        settings = read_settings(home_of(name))
        partnership = partnership_in(settings.home, settings.board).name
        with build(settings).open_view() as view:
            view.first(TrailEntry)

    fault = fault_of(look, "The database")
    return BoardLine(name, partnership, _kind_of(settings), fault)


def _kind_of(settings: Settings | None) -> str:
    if settings is None:
        return ""
    return "PostgreSQL" if settings.database else "SQLite"
