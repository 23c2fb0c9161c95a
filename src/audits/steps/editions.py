"""How every workbook gets from one edition to the next: planned, written once, then asked again.

An edition is planned with what it will hold. Its file is made from that, as often as need be, and
the first one that is kept counts; what follows from it (a letter, an entry in the trail) is stored
in the same transaction, so that a crash anywhere leaves it to be done by the next call.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from audits.domain.pack import Pack, Query
from audits.queries.deadlines import deadline_in_words
from audits.queries.editions import Edition
from audits.storage import UnitOfWork
from audits.workspace import Workspace


ASKED_AGAIN = (
    "The sheet Queries lists what needs another look. Click on a line to go to its cell.",
    "Only the orange cells are open. Everything else holds your answers as we read them.",
    "Write no names, dates of birth, addresses or numbers that identify anyone.",
)


def asking_again(
    pack: Pack, queries: Sequence[Query], *, due: datetime, workspace: Workspace
) -> Pack:
    """Return what the next edition of a workbook holds: the same, open where it asks again."""
    return replace(
        pack,
        edition=pack.edition + 1,
        deadline=deadline_in_words(due, workspace),
        instructions=ASKED_AGAIN,
        queries=tuple(queries),
    )


def file_of_edition(row: Edition, make: Callable[[], bytes], workspace: Workspace) -> bytes:
    """Return an edition's file: the one that was kept or, of a planned one, what is made now."""
    if row.sha256:
        return workspace.stores.packs.read(row.sha256)
    return make()


def keep_edition(
    row: Edition,
    file: bytes,
    *,
    then: Callable[[Edition, UnitOfWork], None],
    workspace: Workspace,
) -> None:
    """Keep the file of a planned edition and do what follows from it, both once.

    Of several processes that made the file the first one's is kept, and nothing follows twice.
    """
    with workspace.open_uow() as uow:
        kept = uow.get(type(row), row.id)
        if kept.sha256:
            return
        store_edition(kept, file, uow=uow, workspace=workspace)
        then(kept, uow)
        uow.commit()


def store_edition(row: Edition, file: bytes, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Keep a file as that of this edition, in the transaction that is open."""
    row.sha256 = workspace.stores.packs.keep(file, suffix=".xlsx")
    uow.add(row)
