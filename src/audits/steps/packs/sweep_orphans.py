"""Remove packs and key lists that no row names: a process was killed before it could name them."""

from audits.queries.pack_digests import pack_digests
from audits.workspace import Workspace


def sweep_orphans(*, workspace: Workspace) -> int:
    """Remove packs, key lists and workbooks that nothing names, and return how many there were.

    They can be made again; what somebody gave us (returns, registers, evidence) is left alone.
    A pack is kept and named in one unit of work, and there is one at a time: while this one
    lasts, nobody has kept a file that is still to be named.
    """
    with workspace.open_uow() as uow:
        return workspace.stores.packs.sweep(set(pack_digests(uow)))
