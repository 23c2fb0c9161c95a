"""Papers as they were laid out when they were made: to be read on a page, and to be signed."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from audits.domain.errors import NotFoundError
from audits.domain.status import CycleStatus
from audits.reporting import BesideBlock, BlockData, beside_public, hidden_counts
from audits.storage import Cycle, PaperSignOff
from audits.workspace import Workspace


PROFESSIONAL, PUBLIC, DRAFT = "professional", "public", "draft"
RELEASED = (CycleStatus.PUBLISHED, CycleStatus.CLOSED)
BOARD = "board"  # the folder of papers on a year
FOR_THE_BOARD = re.compile(
    rf"^{BOARD}-\d{{4}}-\d{{2}}$"
)  # the summary that the chair reads as well
PERIOD = re.compile(r"^\d{4}-(?:\d{2}|Q[1-4])$")
PLACE = re.compile(r"^\w[\w.-]*$")


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What one version of a paper says, when it was made, and the fingerprint of it.

    ``folder`` and ``stem`` are where it is kept; ``about`` is a cycle, a year or a period.
    """

    folder: str
    stem: str
    about: str
    name: str
    version: str
    made_at: datetime
    sha256: str
    content: dict[str, Any]

    @property
    def blocks(self) -> Sequence[BlockData]:
        """Return its blocks as they are published in JSON."""
        blocks: list[BlockData] = self.content["blocks"]
        return blocks


@dataclass(frozen=True, slots=True)
class ToSign:
    """Both versions of a paper beside each other, what the public one leaves out, and who signed.

    ``hidden`` counts the numbers that are hidden in its tables. ``signed`` are those who signed
    what the public version says; ``signed_before`` those who signed what it said before.
    """

    professional: LaidOut
    public: LaidOut | None
    beside: tuple[BesideBlock, ...]
    left_out: int
    hidden: int
    signed: tuple[PaperSignOff, ...]
    signed_before: tuple[PaperSignOff, ...]


def read_public(folder: str, stem: str, *, workspace: Workspace) -> LaidOut:
    """Return a paper that everybody may read: released and public, or the board's summary.

    Raises:
        NotFoundError: if there is none, or it is not for everybody.
    """
    version = PUBLIC
    if folder == BOARD and FOR_THE_BOARD.match(stem):
        version = PROFESSIONAL
    if folder == BOARD or PERIOD.match(folder) or _is_released(folder, workspace):
        return laid_out(folder, stem, version, workspace=workspace)
    raise _not_there(folder, stem)


def paper_to_sign(folder: str, stem: str, *, workspace: Workspace) -> ToSign:
    """Return both versions of a paper as they were last made.

    Raises:
        NotFoundError: if it was not made.
    """
    professional = laid_out(folder, stem, PROFESSIONAL, workspace=workspace)
    public = _read(folder, stem, DRAFT, workspace)
    beside: tuple[BesideBlock, ...] = tuple(map(BesideBlock, professional.blocks))
    hidden = 0
    if public is not None:
        beside = beside_public(professional.blocks, public.blocks)
        hidden = hidden_counts(public.blocks)
    about, name = professional.about, professional.name
    with workspace.open_view() as view:
        rows = view.all(
            PaperSignOff, PaperSignOff.about == about, PaperSignOff.paper == name,
            order_by=PaperSignOff.id,
        )  # fmt: skip
    digest = public.sha256 if public else ""
    return ToSign(
        professional=professional,
        public=public,
        beside=beside,
        left_out=sum(block.left_out for block in beside),
        hidden=hidden,
        signed=tuple(row for row in rows if row.sha256 == digest),
        signed_before=tuple(row for row in rows if row.sha256 != digest),
    )


def laid_out(folder: str, stem: str, version: str, *, workspace: Workspace) -> LaidOut:
    """Return one version of a paper as it was last made.

    Raises:
        NotFoundError: if it was not made.
    """
    paper = _read(folder, stem, version, workspace)
    if paper is None:
        raise _not_there(folder, stem)
    return paper


def _read(folder: str, stem: str, version: str, workspace: Workspace) -> LaidOut | None:
    if not PLACE.match(folder) or not PLACE.match(stem):
        return None
    path: Path = workspace.stores.papers / folder / f"{stem}-{version}.json"
    if not path.is_file():
        return None
    kept = json.loads(path.read_bytes())
    return LaidOut(
        folder=folder,
        stem=stem,
        about=kept["about"],
        name=kept["name"],
        version=version,
        made_at=datetime.fromisoformat(kept["made_at"]),
        sha256=kept["sha256"],
        content=kept["paper"],
    )


def _is_released(ref: str, workspace: Workspace) -> bool:
    with workspace.open_view() as view:
        cycle = view.find(Cycle, ref)
    return cycle is not None and cycle.status in RELEASED


def _not_there(folder: str, stem: str) -> NotFoundError:
    return NotFoundError(f"There is no paper '{stem}' of {folder} to read.")
