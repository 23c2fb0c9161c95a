"""The chain of the trail: each entry's digest, and whether the chain is whole."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from .vault import TrailSeal


if TYPE_CHECKING:
    from .tables_board import TrailEntry


def digest_of(entry: "TrailEntry", key: bytes | None) -> str:
    """Return the digest of all an entry says, the digest before it included: keyed, with a key."""
    facts = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "verb": entry.verb,
        "about": entry.about,
        "why": entry.why,
        "facts": entry.facts,
        "previous": entry.previous,
    }
    if key is not None:
        facts["rows"] = entry.rows
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    if key:
        return hmac.new(key, text, hashlib.sha256).hexdigest()
    return hashlib.sha256(text).hexdigest()


def is_next(entry: "TrailEntry", last: int, digest: str, key: bytes | None) -> bool:
    """Tell whether an entry follows on one of this number and digest, and says what it said."""
    return (
        entry.seq == last + 1
        and entry.previous == digest
        and hmac.compare_digest(entry.digest, digest_of(entry, key))
    )


def verify_trail(
    entries: "Sequence[TrailEntry]", key: bytes | None = None, seal: TrailSeal | None = None
) -> tuple[str, ...]:
    """Return a sentence for each entry that was altered, removed, moved or put in.

    ``entries`` are all there are, oldest first. Entries before the first keyed one prove no more
    than that nobody changed them since. Entries after the sealed one are accepted if they are
    keyed and follow from it: a process may have died before it could seal its last transaction.
    """
    wrong = []
    previous, expected = "", 1
    since = seal.since if seal else None
    for entry in entries:
        is_keyed = entry.keyed if since is None else entry.seq >= since
        own_key = key if is_keyed else None
        wrong += _wrong_with(entry, own_key, previous, expected)
        previous, expected = entry.digest, entry.seq + 1
    return (*wrong, *_wrong_with_end(entries, key, seal))


def _wrong_with(entry: "TrailEntry", key: bytes | None, previous: str, expected: int) -> list[str]:
    if entry.seq != expected:
        return [f"Entries {expected} to {entry.seq - 1} are missing."]
    if entry.previous != previous:
        return [f"Entry {entry.seq} does not follow from the one before it."]
    if not hmac.compare_digest(entry.digest, digest_of(entry, key)):
        return [f"Entry {entry.seq} was altered, or was not made by this program."]
    return []


def _wrong_with_end(
    entries: "Sequence[TrailEntry]", key: bytes | None, seal: TrailSeal | None
) -> list[str]:
    """Say whether the trail is shorter than was sealed, or ends otherwise, or lost its seal."""
    last = entries[-1].seq if entries else 0
    if seal is None:
        keyed = key is not None and any(entry.keyed for entry in entries)
        return ["The seal of the trail is gone from the vault."] if keyed else []
    if last < seal.last:
        return [f"Entries {last + 1} to {seal.last} are missing from the end."]
    sealed = next((entry.digest for entry in entries if entry.seq == seal.last), "")
    if sealed != seal.digest:
        return [f"Entry {seal.last} is not the one that was sealed."]
    return []
