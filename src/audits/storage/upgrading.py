"""A database of an older version brought up to this one: tried on a copy, then done at once."""

import shutil
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from audits.domain.errors import WorkspaceError

from .database import open_database, steps_left, upgrade


TRIED = "tried.db"


class Tables:
    """The tables of a database, which an older version may have made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def steps_left(self) -> tuple[str, ...]:
        """Return the steps that they have not had yet, in their order."""
        return tuple(steps_left(self._engine))

    def upgrade(self) -> None:
        """Bring them up to this version, wholly or not at all.

        Raises:
            WorkspaceError: if that is not possible.
        """
        try:
            upgrade(self._engine)
        except SQLAlchemyError as error:
            raise _cannot(type(error).__name__) from error


def try_upgrade(copy: Path) -> None:
    """Bring another copy of this copy of a database up to date, and see that it is whole.

    Raises:
        WorkspaceError: if it cannot be brought up to date, or is not whole afterwards.
    """
    tried = shutil.copyfile(copy, copy.with_name(TRIED))
    engine = open_database(f"sqlite:///{tried}", waits_for_disk=False, may_be_older=True)
    try:
        entries = _trail_entries(engine)
        Tables(engine).upgrade()
        if _is_broken(engine) or _trail_entries(engine) != entries:
            raise _cannot("rows were lost, or point at none")
    finally:
        for name in (TRIED, f"{TRIED}-wal", f"{TRIED}-shm"):
            copy.with_name(name).unlink(missing_ok=True)


def _trail_entries(engine: Engine) -> int:
    with engine.connect() as connection:
        entries: int = connection.execute(text("SELECT count(*) FROM trail")).scalar_one()
        return entries


def _is_broken(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.execute(text("PRAGMA foreign_key_check")).first() is not None


def _cannot(why: str) -> WorkspaceError:
    return WorkspaceError(
        f"The database cannot be brought up to this version ({why}), so nothing was changed. Go on "
        "with the version that made it, and tell those who maintain the program."
    )
