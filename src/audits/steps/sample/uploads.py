"""Files that somebody sent to be looked at first: sealed, and forgotten after a day."""

from collections.abc import Iterable, Iterator, Sequence

from audits.domain.errors import NotFoundError
from audits.domain.retention import HELD_FOR
from audits.storage import HeldFile
from audits.workspace import Workspace


def hold_files(
    files: Iterable[tuple[str, bytes]], *, workspace: Workspace, of: str = "register"
) -> tuple[str, ...]:
    """Keep files for a day, sealed, and return by what each is found again.

    The name that somebody gave a file goes into the database and is forgotten with it: it may name
    a child. ``of`` what they are stands in the trail.
    """
    with workspace.open_uow() as uow:
        for row in uow.all(HeldFile, HeldFile.held_at < workspace.clock() - HELD_FOR):
            workspace.stores.uploads.remove(row.sha256)
            uow.remove(row)
        held = []
        for name, data in files:
            sha256 = workspace.stores.uploads.keep(data)
            row = HeldFile(sha256=sha256, name=name, held_at=workspace.clock())
            uow.add_once(row)
            held.append(sha256)
        uow.note("files held", of, files=held)
        uow.commit()
    return tuple(held)


def held_files(held: Sequence[str], *, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file that is held.

    Raises:
        NotFoundError: if one is held no longer.
    """
    with workspace.open_view() as view:
        rows = {row.sha256: row for row in view.all(HeldFile)}
    for sha256 in held:
        if sha256 not in rows:
            raise NotFoundError("The file is not held any more. Choose it again.")
        yield rows[sha256].name, workspace.stores.uploads.read(sha256)
