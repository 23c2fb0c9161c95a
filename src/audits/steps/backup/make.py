"""Make a backup of all that a workspace keeps, while it is in use."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import IO

from audits.backup import Contents, Member, Written, write_archive
from audits.domain.backup import BACKUP_MADE
from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Remedy, Verb
from audits.domain.writing import writing
from audits.storage import STORES, ContentStore, Cycle, TrailEntry, View
from audits.workspace import Workspace


PART = ".part"
DATABASE, VAULT = "audits.db", "vault.db"
# What is copied first, what Prefect makes anew, and what SQLite keeps beside its files.
LEFT_OUT = (DATABASE, VAULT, "prefect", *STORES)
NOT_KEPT = ("-wal", "-shm", "-journal", PART)


def make_backup(
    to: Path,
    *,
    public_keys: Sequence[str],
    workspace: Workspace,
    check_copy: Callable[[Path], None] | None = None,
) -> Written:
    """Write a sealed backup to a file, read it again, and return how much it holds.

    Database and vault are of one moment, and others may write meanwhile. A file with this name is
    left as it was until the new one is whole. ``check_copy`` may look at the copy of the database
    before, and leaves it as it is.

    Raises:
        WorkspaceError: if there is no key to seal it for, the file is one of the workspace's own,
            or it cannot be written or read again.
    """
    home = workspace.stores.home
    _check_can_be_kept(to, home, public_keys)
    part = to.with_name(f".{to.name}.{token_hex(4)}{PART}")  # another may be made beside it
    # Beside the databases: there is room for them, and nobody else may look.
    with writing(to), TemporaryDirectory(dir=home, prefix="backup", suffix=PART) as folder:
        contents = _copy_databases(Path(folder), workspace)
        if check_copy is not None:
            check_copy(Path(folder) / DATABASE)
        files = _files(Path(folder), workspace)
        try:
            written = write_archive(part, contents, files, public_keys)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
    _note(to.name, written, workspace)
    return written


def _check_can_be_kept(to: Path, home: Path, public_keys: Sequence[str]) -> None:
    if not public_keys:
        raise WorkspaceError(
            "There is no key to seal a backup for. Put the public one into audits.toml, as "
            "backup_keys.",
            remedy=Remedy(Verb.MAKE_BACKUP_KEY),
        )
    if to.resolve().is_relative_to(home.resolve()):
        raise WorkspaceError(
            f"{to} lies in the workspace, and is lost with it. Name a file elsewhere, best on "
            "another machine's disk."
        )


def _copy_databases(folder: Path, workspace: Workspace) -> Contents:
    """Copy database and vault as they are at one moment, and say what they hold."""
    with ExitStack() as kept:
        with workspace.open_uow() as uow:
            # From its first question nobody else commits, so the vault has sealed no more than the
            # trail that is copied holds.
            contents = _contents(uow, workspace)
            write_copy = kept.enter_context(uow.copying())
            workspace.vault.copy_to(folder / VAULT)
        write_copy(folder / DATABASE)
    return contents


def _contents(view: View, workspace: Workspace) -> Contents:
    entries, digest = 0, ""
    for last in view.newest(TrailEntry, by=TrailEntry.seq, limit=1):
        entries, digest = last.seq, last.digest
    return Contents(
        partnership=workspace.partnership.name,
        made_at=workspace.clock(),
        program=version("audits"),
        audits=view.count(Cycle),
        trail_entries=entries,
        trail_digest=digest,
    )


def _files(copies: Path, workspace: Workspace) -> Iterator[Member]:
    """Yield each file and folder of a workspace, its databases first.

    What is kept in the database as files is here too, as if it lay in the folders.
    """
    yield DATABASE, partial(_on_disk, copies / DATABASE)
    yield VAULT, partial(_on_disk, copies / VAULT)
    yield from _files_in(workspace.stores.home)
    for store, content in workspace.stores.content().items():
        yield f"{store}/", BytesIO
        for name in content.names():
            yield f"{store}/{name}", partial(_as_kept, content, name)


def _files_in(home: Path) -> Iterator[Member]:
    for place in sorted(home.rglob("*")):
        name = place.relative_to(home)
        is_ours = name.parts[0] not in LEFT_OUT and not name.parts[0].endswith(PART)
        if not is_ours or place.name.endswith(NOT_KEPT):
            continue
        if place.is_dir():
            yield f"{name.as_posix()}/", BytesIO
        elif place.is_file():
            yield name.as_posix(), partial(_on_disk, place)


def _on_disk(path: Path) -> IO[bytes]:
    return path.open("rb")


def _as_kept(content: ContentStore, name: str) -> IO[bytes]:
    return BytesIO(content.as_kept(name))


def _note(name: str, written: Written, workspace: Workspace) -> None:
    with workspace.open_uow() as uow:
        uow.note(
            BACKUP_MADE,
            workspace.partnership.name,
            file=name,
            files=written.files,
            size=written.size,
        )
        uow.commit()
