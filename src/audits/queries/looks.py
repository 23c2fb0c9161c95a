"""The look log, read: who was shown an identity or a secret, when and why."""

from dataclasses import dataclass
from datetime import date, datetime

from audits.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LookFilter:
    """Which looks are wanted; what is empty does not count."""

    kind: str = ""
    about: str = ""  # a part of the name
    by: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look; ``name`` is a reference and names nobody."""

    seq: int
    at: datetime
    by: str
    kind: str
    name: str
    why: str
    digest: str


def list_looks(wanted: LookFilter, *, workspace: Workspace) -> list[LookLine]:
    """Return the looks that are wanted, oldest first."""
    looks = (
        LookLine(
            seq=look.seq,
            at=datetime.fromisoformat(look.at),
            by=look.actor,
            kind=look.kind,
            name=look.name,
            why=look.why,
            digest=look.digest,
        )
        for look in workspace.vault.looks()
    )
    return [look for look in looks if _is_wanted(look, wanted, workspace)]


def look_faults(*, workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each look that was altered, removed, moved or put in."""
    return workspace.vault.look_faults()


def _is_wanted(look: LookLine, wanted: LookFilter, workspace: Workspace) -> bool:
    if wanted.kind and look.kind != wanted.kind:
        return False
    if wanted.by and look.by != wanted.by:
        return False
    day = workspace.calendar.local_date(look.at)
    is_within = (wanted.since or day) <= day <= (wanted.until or day)
    return is_within and wanted.about.casefold() in look.name.casefold()
