"""The trail, read: whether it is whole, and all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.storage import TrailEntry, TrailKeeper, verify_trail
from audits.workspace import Workspace


NOT_KEYED = (
    "No entry is keyed, so nobody can tell whether the trail was written anew. If an earlier "
    "version made this workspace, the next change begins the keyed trail. If not, tell whoever "
    "runs the audits."
)


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What is wrong with the trail, and what stands there: its length and its last digest.

    ``keyed_since`` is the first entry that nobody can have made without the vault's key; None if
    there is none, as in a workspace of an earlier version in which nothing has happened since.
    """

    faults: tuple[str, ...]
    entries: int
    keyed_since: int | None
    keyed_at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry of the trail, with all that its digest is made of.

    ``facts`` differ from verb to verb; ``rows`` has a digest of every row that was changed.
    """

    seq: int
    at: datetime
    actor: str
    verb: str
    about: str
    why: str
    facts: Mapping[str, object]
    rows: Mapping[str, object]
    keyed: bool
    previous: str
    digest: str


def check_trail(*, workspace: Workspace, against: str = "") -> TrailReport:
    """Return whether the trail is whole, and whether it holds ``against``, a digest kept apart."""
    keeper = TrailKeeper(workspace.vault)
    seal = workspace.vault.trail_seal()  # before the entries: it never says more than they do
    with workspace.open_view() as view:
        entries = view.all(TrailEntry, order_by=TrailEntry.seq)
    faults = verify_trail(entries, keeper.key, seal)
    keyed = next((entry for entry in entries if entry.keyed), None)
    if entries and keyed is None:
        faults = (*faults, NOT_KEYED)
    keyed_since, keyed_at = (keyed.seq, keyed.at) if keyed else (None, None)
    digest = entries[-1].digest if entries else ""
    return TrailReport(
        faults=(*faults, *_not_there(against, entries)),
        entries=len(entries),
        keyed_since=keyed_since,
        keyed_at=keyed_at,
        digest=digest,
    )


def trail_faults(*, workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each entry that was altered, removed, moved or put in."""
    return check_trail(workspace=workspace).faults


def list_trail(*, workspace: Workspace) -> list[TrailLine]:
    """Return every entry, oldest first."""
    with workspace.open_view() as view:
        entries = view.all(TrailEntry, order_by=TrailEntry.seq)
    return [
        TrailLine(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            verb=entry.verb,
            about=entry.about,
            why=entry.why,
            facts=entry.facts,
            rows=entry.rows,
            keyed=entry.keyed,
            previous=entry.previous,
            digest=entry.digest,
        )
        for entry in entries
    ]


def _not_there(digest: str, entries: Sequence[TrailEntry]) -> tuple[str, ...]:
    wanted = digest.strip().casefold()
    if not wanted or any(entry.digest == wanted for entry in entries):
        return ()
    return (
        f"No entry has the digest {wanted}: the trail was shortened or written anew since you "
        "kept it, or it is not the whole digest.",
    )
