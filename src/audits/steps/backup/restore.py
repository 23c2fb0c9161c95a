"""Make a workspace of a backup, in a place where there is none."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from audits.backup import Contents, PrivateKey, Written, read_contents, unpack
from audits.domain.backup import Places
from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing
from audits.storage import STORES, VaultServer, fill_database

from .make import DATABASE, VAULT


RESTORING = ".restoring"


def look_into_backup(path: Path, key: PrivateKey) -> Contents:
    """Return what a backup holds, having read all of it.

    Raises:
        WorkspaceError: if the key does not open it, or it is not whole.
    """
    return read_contents(path, key)


def restore_backup(
    path: Path, key: PrivateKey, home: Path, *, places_of: Callable[[Path], Places]
) -> Written:
    """Make a workspace of a backup, and return how much it holds.

    It stands there whole or not at all. ``places_of`` returns where the settings in a folder say
    that its parts are kept.

    Raises:
        WorkspaceError: if something is there already, the key does not open the backup, it is not
            whole, or the database that its settings name is not there or not empty.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise WorkspaceError(
            f"{home} is not empty, and a backup is restored over nothing. "
            "Name an empty folder, or one that is not there yet, by AUDITS_HOME."
        )
    part = home.with_name(f".{home.name}{RESTORING}")
    with writing(home):
        shutil.rmtree(part, ignore_errors=True)  # of a restoring that was cut off
        part.mkdir(mode=0o700, parents=True)
        try:
            written = unpack(path, key, part)
            _fill(part, places_of(part))
            part.replace(home)
        except BaseException:  # whatever stops it, even a signal: no part of one is left
            with suppress(OSError):
                shutil.rmtree(part)
            raise
    return written


def _fill(part: Path, places: Places) -> None:
    """Take what is kept elsewhere out of an unpacked backup and put it there."""
    if not places.vault:
        _fill_database(part, places)
        return
    vault = VaultServer(places.vault)
    vault.fill_from(part / VAULT)
    try:
        _fill_database(part, places)
    except BaseException:  # whatever stops it: nothing of it is left in the vault
        vault.empty()
        raise
    (part / VAULT).unlink()


def _fill_database(part: Path, places: Places) -> None:
    if not places.database:
        return
    folders = [part / store for store in STORES] if places.files_in_database else []
    fill_database(places.database, part / DATABASE, {folder.name: folder for folder in folders})
    (part / DATABASE).unlink()
    for folder in folders:
        shutil.rmtree(folder)
