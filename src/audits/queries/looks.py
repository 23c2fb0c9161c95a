"""The look log, read: who was shown an identity or a secret, when and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from audits.workspace import Parts


@dataclass(frozen=True, slots=True)
class LookFilter:
    """Which looks are wanted; what is empty does not count."""

    kind: str = ""
    about: str = ""  # a part of the name
    by: str = ""
    since: date | None = None
    until: date | None = None


def list_looks(wanted: LookFilter, *, parts: Parts) -> list[dict[str, Any]]:
    """Return the looks that are wanted, oldest first; ``name`` is a reference and names nobody."""
    return [
        {
            "seq": look.seq,
            "at": look.at,
            "by": look.actor,
            "kind": look.kind,
            "name": look.name,
            "why": look.why,
            "digest": look.digest,
        }
        for look in parts.vault.looks()
        if (not wanted.kind or look.kind == wanted.kind)
        and wanted.about.casefold() in look.name.casefold()
        and (not wanted.by or look.actor == wanted.by)
        and _is_within(look.at, wanted, parts)
    ]


def look_faults(*, parts: Parts) -> tuple[str, ...]:
    """Return a sentence for each look that was altered, removed, moved or put in."""
    return parts.vault.look_faults()


def _is_within(at: str, wanted: LookFilter, parts: Parts) -> bool:
    day = parts.calendar.local_date(datetime.fromisoformat(at))
    return (wanted.since or day) <= day <= (wanted.until or day)
