"""Commands that keep a copy of everything in one sealed file, and make a workspace of it."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from audits.domain.amounts import many
from audits.domain.backup import Places
from audits.domain.days import moment_in_words
from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing
from audits.settings import home_folder, read_settings
from audits.wiring import build, build_here, tables_in

from .output import say


class FilesIn(StrEnum):
    """Where a workspace keeps its files."""

    FOLDER = "folder"
    DATABASE = "database"


BackupFile = Annotated[
    Path, typer.Argument(help="The backup, outside the workspace, for example /mnt/audits.age.")
]
NewKey = Annotated[
    Path,
    typer.Argument(help="The file to write the private key to, for example /media/stick/key."),
]
KeyFile = Annotated[
    Path,
    typer.Option("--key", help="The file with its private key, for example /media/stick/key."),
]
OtherDatabase = Annotated[
    str | None,
    typer.Option(
        help="Where its database shall be, if not where its settings say: for example "
        "postgresql+psycopg://audits@db/audits, or '' for SQLite in the folder.",
    ),
]
OtherFiles = Annotated[
    FilesIn | None,
    typer.Option(
        "--files-in",
        help="Where its files shall be, if not where its settings say: folder or database.",
    ),
]
OtherVault = Annotated[
    str | None,
    typer.Option(
        "--vault-database",
        help="Where its vault shall be, if not where its settings say: for example "
        "postgresql+psycopg://audits_vault@db/audits_vault, or '' for SQLite in the folder.",
    ),
]
JustLook = Annotated[bool, typer.Option("--look", help="Only say what the backup holds.")]


def backup(file: BackupFile) -> None:
    """Write everything that is kept into one sealed file, while others work.

    Only the private key opens it. It is read again before it takes the place of an older one.
    """
    from audits.steps.backup.make import make_backup

    written = make_backup(file, public_keys=read_settings().backup_keys, workspace=build_here())
    say(f"{file} holds {many(written.files, 'file')}, {_megabytes(written.size)}, read again.")
    say("Keep it on another machine, and its private key apart from it.")


def backup_key(file: NewKey) -> None:
    """Make the key of this partnership's backups: once, before the first."""
    from audits.backup import make_key

    private, public = make_key()
    with writing(file):
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise WorkspaceError(
                f"{file} is there already, and may be a key that opens backups. Name another file."
            ) from error
        with os.fdopen(handle, "w") as key:
            key.write(f"# Opens the backups that were sealed for {public}\n{private}\n")
    say(f"The private key is in {file}. It opens every backup, and without it none can be opened.")
    say("Keep it in a safe, with a second copy elsewhere, and not on this machine.")
    say("Next: put this line into audits.toml, above its first [table]:")
    say(f'backup_keys = ["{public}"]')


def restore(
    file: BackupFile,
    key: KeyFile,
    database: OtherDatabase = None,
    vault_database: OtherVault = None,
    files_in: OtherFiles = None,
    look: JustLook = False,
) -> None:
    """Make a workspace of a backup, in an empty folder that AUDITS_HOME names."""
    from audits.backup import read_private_key
    from audits.steps.backup.name_place import name_place
    from audits.steps.backup.restore import look_into_backup, restore_backup

    private = read_private_key(key)
    contents = look_into_backup(file, private)
    say(
        f"A backup of {contents.partnership}, made {moment_in_words(contents.made_at)} by version "
        f"{contents.program}: {many(contents.audits, 'audit')}, "
        f"{many(contents.trail_entries, 'entry', 'entries')} in the trail."
    )
    if look:
        return
    home = home_folder()

    def places_of(folder: Path) -> Places:
        if database is not None:
            name_place(folder, "database", database)
        if vault_database is not None:
            name_place(folder, "vault_database", vault_database)
        if files_in is not None:
            name_place(folder, "files_in", files_in)
        return read_settings(folder).places

    written = restore_backup(file, private, home, places_of=places_of)
    say(f"{home} holds {many(written.files, 'file')}, {_megabytes(written.size)}.")
    say("Next: audits verify")


def upgrade(file: BackupFile) -> None:
    """Bring a workspace of an older version up to this one, with a backup as the way back.

    Stop the schedule and the website first. The upgrade is tried on a copy before it is done.
    """
    from audits.steps.backup.upgrade import upgrade_workspace

    settings = read_settings()
    workspace = build(settings, may_be_older=True)
    upgraded = upgrade_workspace(
        file,
        public_keys=settings.backup_keys,
        tables=tables_in(settings),
        workspace=workspace,
    )
    if upgraded is None:
        say("The workspace is of this version already. Nothing was done, and no backup made.")
        return
    say(f"Tried on a copy, then brought up to this version: {many(len(upgraded.steps), 'step')}.")
    say(
        f"{file} holds it as it was before: to go back, restore it with the older version, "
        "in an empty folder."
    )
    say("Next: audits verify")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
