"""Keep what a paper says beside its files, so that a page shows it without working it out again."""

import json
from datetime import datetime
from pathlib import Path

from audits.reporting import (
    NEVER_PUBLIC,
    BoardFacts,
    CycleFacts,
    Paper,
    PeriodFacts,
    digest_of,
    view_paper,
)
from audits.storage import write_whole


Facts = CycleFacts | BoardFacts | PeriodFacts
PUBLIC, DRAFT = "public", "draft"


def lay_out(
    paper: Paper, place: Path, *, about: str, name: str, version: str, made_at: datetime
) -> None:
    """Keep what one version of a paper says; ``place`` is its file without version and ending.

    Raises:
        WorkspaceError: if the disk is full or may not be written.
    """
    content = {
        "about": about, "name": name, "version": version, "made_at": made_at.isoformat(),
        "sha256": digest_of(paper), "paper": paper.as_data(),
    }  # fmt: skip
    path = place.with_name(f"{place.name}-{version}.json")
    write_whole(path, (json.dumps(content, ensure_ascii=False) + "\n").encode())


def lay_out_made(
    paper: Paper, facts: Facts, place: Path, *, about: str, name: str, version: str,
    made_at: datetime,
) -> None:  # fmt: skip
    """Keep what a paper says that is made now; of a professional one the public version too.

    The public one is a draft: it is what somebody reads before they sign it.

    Raises:
        WorkspaceError: if the disk is full or may not be written.
    """
    lay_out(paper, place, about=about, name=name, version=version, made_at=made_at)
    if version != PUBLIC and name not in NEVER_PUBLIC:
        draft = view_paper(name, facts, PUBLIC)
        lay_out(draft, place, about=about, name=name, version=DRAFT, made_at=made_at)
