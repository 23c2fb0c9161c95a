"""The trail: append-only, each entry holding a keyed digest of itself and of the one before.

The key is made from the vault's, so that nobody without it can make an entry. How long the trail
is stands sealed in the vault (``trail_seal``), so that nobody can shorten it unseen either. An
entry also holds a digest of every row that its transaction changed (``row_digests``).
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from .row_digests import RowDigests, digests_of_all
from .tables_board import TrailEntry
from .trail_digest import digest_of
from .trail_seal import TrailKeeper


TRAIL_LOCK = 2_016_0110  # any number, the same everywhere: PostgreSQL's advisory lock on the trail
KEYED = "trail keyed"  # the first keyed entry of a trail that was begun without a key
LOOKS = "look log"  # stands among the rows: the last look when the entry was made


class TrailWriter:
    """The entries of one transaction: noted as it goes, written before it ends, sealed after."""

    def __init__(self, session: Session, keeper: TrailKeeper | None) -> None:
        self._session = session
        self._keeper = keeper
        self._waiting: list[TrailEntry] = []
        self._before: TrailEntry | None = None
        self._written: list[TrailEntry] = []

    def note(
        self, verb: str, about: str, *, at: datetime, actor: str, why: str, facts: Any
    ) -> None:
        """Add an entry, which is written when the trail is read or the transaction ends."""
        entry = TrailEntry(
            seq=0,
            at=at.astimezone(UTC),
            actor=actor,
            verb=verb,
            about=about,
            why=why,
            facts=json.loads(json.dumps(facts, default=str)),
            previous="",
            digest="",
            keyed=self._keeper is not None,
        )
        self._waiting.append(entry)

    def write(self, rows: RowDigests | None = None) -> None:
        """Write what waits to be written; ``rows`` go with the last entry of the transaction."""
        if not self._waiting and not rows:
            return
        if not self._written:
            self._begin()
        if rows:
            last = (self._waiting or self._written)[-1]
            last.rows = {**rows, **self._look_head()}
        for entry in self._waiting:
            self._follow(entry)
        if rows and not self._waiting:
            self._written[-1].digest = self._digest(self._written[-1])
            self._session.add(self._written[-1])
        self._waiting = []
        self._session.flush()

    def seal(self) -> None:
        """Seal where the trail now ends, once the transaction is committed, and begin another."""
        if self._keeper is not None and self._written:
            self._keeper.advance(
                before=self._before,
                last=self._written[-1],
                read=self._entries_after,
            )
        self._before, self._written = None, []

    def _begin(self) -> None:
        """Look where the trail ends; begin the keyed part of one that had no key."""
        if self._session.get_bind().dialect.name == "postgresql":
            lock = text(f"SELECT pg_advisory_xact_lock({TRAIL_LOCK})")
            self._session.connection().execute(lock)
        newest = select(TrailEntry).order_by(col(TrailEntry.seq).desc()).limit(1)
        self._before = self._session.exec(newest).first()
        if self._keeper is not None and not (self._before and self._before.keyed):
            ends = self._before
            last, digest = (ends.seq, ends.digest) if ends else (0, "")
            since = self._keeper.begin(last, digest)
            if ends and since == ends.seq + 1:
                self._begin_keyed(ends)

    def _begin_keyed(self, before: TrailEntry) -> None:
        first = self._waiting[0]
        begun = TrailEntry(
            seq=0, at=first.at, actor=first.actor, verb=KEYED, about="trail", previous="",
            why="From here on entries are keyed. What stands before, and every row, is as found.",
            facts={"entries": before.seq, "digest": before.digest}, digest="", keyed=True,
            rows=digests_of_all(self._session),
        )  # fmt: skip
        self._follow(begun)

    def _follow(self, entry: TrailEntry) -> None:
        previous = self._written[-1] if self._written else self._before
        entry.seq = previous.seq + 1 if previous else 1
        entry.previous = previous.digest if previous else ""
        entry.digest = self._digest(entry)
        self._session.add(entry)
        self._written.append(entry)

    def _digest(self, entry: TrailEntry) -> str:
        key = self._keeper.key if self._keeper else None
        return digest_of(entry, key)

    def _look_head(self) -> RowDigests:
        head = self._keeper.look_head() if self._keeper else None
        return {LOOKS: {str(head.last): head.digest}} if head else {}

    def _entries_after(self, seq: int) -> list[TrailEntry]:
        wanted = select(TrailEntry).where(col(TrailEntry.seq) >= seq).order_by(col(TrailEntry.seq))
        with Session(self._session.get_bind()) as apart:  # holds nothing open in the caller's
            return list(apart.exec(wanted))
