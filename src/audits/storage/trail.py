"""The trail: append-only, each entry holding the digest of the one before."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from .tables_board import TrailEntry


TRAIL_LOCK = 2_016_0110  # any number, the same everywhere: PostgreSQL's advisory lock on the trail


def append_entry(
    session: Session, verb: str, about: str, *, at: datetime, actor: str, why: str, facts: Any
) -> None:
    """Add an entry to the chain, in the caller's transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT pg_advisory_xact_lock({TRAIL_LOCK})"))
    last = session.exec(select(TrailEntry).order_by(col(TrailEntry.seq).desc()).limit(1)).first()
    entry = TrailEntry(
        seq=last.seq + 1 if last else 1,
        at=at.astimezone(UTC),
        actor=actor,
        verb=verb,
        about=about,
        why=why,
        facts=json.loads(json.dumps(facts, default=str)),
        previous=last.digest if last else "",
        digest="",
    )
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()


def digest_of(entry: TrailEntry) -> str:
    """Return the SHA-256 of everything an entry says, the digest before it included."""
    said = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "verb": entry.verb,
        "about": entry.about,
        "why": entry.why,
        "facts": entry.facts,
        "previous": entry.previous,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_trail(entries: Sequence[TrailEntry]) -> tuple[str, ...]:
    """Return a sentence for each entry that was altered, removed or moved; nothing if it is whole.

    ``entries`` are all there are, oldest first. Entries taken off the end leave no gap: compare
    the last digest with one kept elsewhere (``audits trail export`` prints it).
    """
    wrong = []
    previous, expected = "", 1
    for entry in entries:
        wrong += _wrong_with(entry, previous=previous, expected=expected)
        previous, expected = entry.digest, entry.seq + 1
    return tuple(wrong)


def _wrong_with(entry: TrailEntry, *, previous: str, expected: int) -> list[str]:
    if entry.seq != expected:
        return [f"Entries {expected} to {entry.seq - 1} are missing."]
    if entry.previous != previous:
        return [f"Entry {entry.seq} does not follow from the one before it."]
    if entry.digest != digest_of(entry):
        return [f"Entry {entry.seq} was altered."]
    return []
