"""The certificate of a cycle's draw as it is kept, and its frame as it was ranked."""

from collections.abc import Mapping
from typing import Any

from audits.sampling import Ranking, by_hand, read_frame
from audits.storage import Cycle, Draw, UnitOfWork
from audits.storage.secrets import cycle_key
from audits.workspace import Workspace


def keep_certificate(row: Draw, facts: Mapping[str, Any], uow: UnitOfWork) -> None:
    """Keep a changed certificate; the lines for checking by hand follow what was changed."""
    lines = by_hand(facts) if facts["key"] else []
    row.certificate = {**facts, "by_hand": lines}
    uow.add(row)


def ranked_frame(cycle: Cycle, workspace: Workspace) -> Ranking:
    """Return the frame of a cycle in the order of its ranks."""
    text = workspace.stores.frames.read(str(cycle.frame_sha256)).decode()
    frame = read_frame(text, sha256=str(cycle.frame_sha256))
    return Ranking(frame, cycle_key(workspace.vault, cycle.ref))
