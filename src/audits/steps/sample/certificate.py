"""The certificate of a cycle's draw as it is kept, and its frame as it was ranked."""

from typing import cast

from audits.sampling import Certificate, Ranking, Reserve, UsedReserve, by_hand, read_frame
from audits.storage import Cycle, Draw, UnitOfWork
from audits.storage.secrets import cycle_key
from audits.workspace import Workspace


def certificate_of(row: Draw) -> Certificate:
    """Return the certificate of a draw as it is kept."""
    return cast(Certificate, dict(row.certificate))


def keep_certificate(row: Draw, facts: Certificate, uow: UnitOfWork) -> None:
    """Keep a changed certificate; the lines for checking by hand follow what was changed."""
    lines = by_hand(facts) if facts["key"] else []
    row.certificate = {**facts, "by_hand": lines}
    uow.add(row)


def in_use(reserve: Reserve, *, by: str, why: str, case: str = "") -> UsedReserve:
    """Return a reserve in use as a certificate states it.

    ``by`` is its reference, ``case`` the one whose place it took.
    """
    return {
        "case": case, "by": by, "why": why,
        "unit_hash": reserve.unit_hash, "stratum": reserve.stratum, "rank": reserve.rank,
    }  # fmt: skip


def ranked_frame(cycle: Cycle, workspace: Workspace) -> Ranking:
    """Return the frame of a cycle in the order of its ranks."""
    text = workspace.stores.frames.read(str(cycle.frame_sha256)).decode()
    frame = read_frame(text, sha256=str(cycle.frame_sha256))
    return Ranking(frame, cycle_key(workspace.vault, cycle.ref))
