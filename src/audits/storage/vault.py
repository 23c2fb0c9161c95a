"""The vault: identities and secrets, sealed, in a database of their own; every look is recorded."""

import hashlib
import hmac
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple, Self

from audits.domain.clock import Clock
from audits.domain.errors import WorkspaceError
from audits.domain.writing import cannot_write

from .collisions import BUSY_SECONDS, check_collision
from .files import Cipher
from .full_disk import cannot_keep, is_full_or_shut
from .look_log import Look, LookHead, LookLog


KEY_BYTES = 32  # AES-256
TABLES = """
CREATE TABLE IF NOT EXISTS sealed (
    kind TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (kind, name)
);
"""
TRAIL_SEAL = "seal/trail"


class TrailSeal(NamedTuple):
    """The first keyed entry of the trail, the last entry that is sealed, and its digest."""

    since: int
    last: int
    digest: str


class Vault:
    """Keeps sealed content under a kind and a name; the names themselves identify nobody."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        clock: Clock,
        actor: str,
        random: Callable[[int], bytes] = os.urandom,
        waits_for_disk: bool = True,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        self._path = path
        self._busy_seconds = busy_seconds
        self._cipher = Cipher(key)
        self._key = key
        self._looks = LookLog(self.derived_key("look log"), self._cipher)
        self._clock = clock
        self._actor = actor
        self._random = random
        self._sync = "FULL" if waits_for_disk else "OFF"
        self._secrets: dict[str, bytes] = {}
        with self._open("rwc") as database:
            database.executescript(TABLES)
            self._looks.prepare(database)
        self.secret("board")  # a wrong key is found out here, not in the middle of an audit

    def acting_as(self, actor: str) -> Self:
        """Return the same vault for somebody else, whom the look log names."""
        other = copy(self)
        other._actor = actor
        return other

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes, made when first asked for and the same ever after."""
        if name not in self._secrets:
            self.keep("secret", name, self._random(32))
            self._secrets[name] = self._read("secret", name) or b""
        return self._secrets[name]

    def derived_key(self, purpose: str) -> bytes:
        """Return a key for one purpose, made from the vault's own and kept nowhere."""
        return hmac.new(self._key, f"audits/{purpose}".encode(), hashlib.sha256).digest()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the vault as it is now, sealed as it is."""
        path.unlink(missing_ok=True)
        with self._open() as database, closing(sqlite3.connect(path)) as copy:
            database.backup(copy)

    def check(self) -> None:
        """Read the vault as it is now.

        Raises:
            WorkspaceError: if it is not there, cannot be read, or not with this key.
        """
        if self._read("secret", "board") is None:
            raise WorkspaceError(f"The vault {self._path} is empty. Restore it.")

    def hash_id(self, source_id: str) -> str:
        """Return the keyed hash that stands for a source system's id outside the vault.

        Spaces around an id and the case of its letters do not count: systems disagree on them.
        """
        return self.digests([source_id])[0].hex()

    def digests(self, source_ids: Sequence[str]) -> list[bytes]:
        """Return the keyed hash of each id as bytes; ``hash_id`` gives the same as hex text.

        HMAC-SHA256 (RFC 2104) from its two halves begun once: a third of the time of a call each,
        and a register may hold a million.
        """
        key = self.secret("board").ljust(hashlib.sha256().block_size, b"\0")
        inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
        outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))
        hashes: list[bytes] = []
        for source_id in source_ids:
            begun, ended = inner.copy(), outer.copy()
            begun.update(source_id.strip().upper().encode())
            ended.update(begun.digest())
            hashes.append(ended.digest())
        return hashes

    def keep(self, kind: str, name: str, content: bytes) -> None:
        """Keep content under a name; what already stands there stays."""
        sealed = self._cipher.seal(content, f"{kind}/{name}")
        with self._open() as database:
            database.execute("INSERT OR IGNORE INTO sealed VALUES (?, ?, ?)", (kind, name, sealed))

    def look(self, kind: str, name: str, why: str) -> bytes | None:
        """Return what is kept under a name, if anything, and record who looked and why."""
        return self.look_at([(kind, name)], why)[0]

    def look_at(
        self,
        wanted: Sequence[tuple[str, str]],
        why: str,
        recorded_as: tuple[str, str] | None = None,
    ) -> list[bytes | None]:
        """Return what is kept under each kind and name, and record every look.

        ``recorded_as`` names them all together, by kind and name: one record for one look at many.
        """
        rows = []
        record = wanted if recorded_as is None else [recorded_as]
        with self._open() as database:
            self._record(record, why, database)
            query = "SELECT content FROM sealed WHERE kind = ? AND name = ?"
            rows = [database.execute(query, place).fetchone() for place in wanted]
        return [
            self._cipher.unseal(row[0], f"{kind}/{name}") if row else None
            for row, (kind, name) in zip(rows, wanted, strict=True)
        ]

    def record_look(self, kind: str, name: str, why: str) -> None:
        """Record that somebody is shown what is kept elsewhere, before it is shown."""
        with self._open() as database:
            self._record([(kind, name)], why, database)

    def looks(self) -> list[Look]:
        """Return every recorded look, oldest first."""
        with self._open() as database:
            return self._looks.all(database)

    def look_faults(self) -> tuple[str, ...]:
        """Return a sentence for each look that was altered, removed, moved or put in."""
        with self._open() as database:
            return tuple(self._looks.faults(database))

    def look_head(self) -> LookHead | None:
        """Return the last look's number and digest; None before the first chained one."""
        with self._open() as database:
            return self._looks.head(database)

    def trail_seal(self) -> TrailSeal | None:
        """Return how long the trail is and with which digest it ends, as it was last sealed."""
        with self._open() as database:
            return self._trail_seal(database)

    def seal_trail(self, *, was: TrailSeal | None, now: TrailSeal) -> bool:
        """Seal where the trail ends, unless somebody else has since it was looked at.

        Returns:
            Whether the seal is now ``now``.
        """
        sealed = self._cipher.seal(json.dumps(now).encode(), TRAIL_SEAL)
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            if self._trail_seal(database) != was:
                return False
            database.execute("INSERT OR REPLACE INTO sealed VALUES ('seal', 'trail', ?)", (sealed,))
        return True

    def forget(self, kind: str, name: str) -> None:
        """Destroy what is kept under a name."""
        with self._open() as database:
            database.execute("DELETE FROM sealed WHERE kind = ? AND name = ?", (kind, name))

    def names(self, kind: str, beginning: str) -> list[str]:
        """Return the names that begin so under which something of a kind is kept."""
        with self._open() as database:
            query = "SELECT name FROM sealed WHERE kind = ? ORDER BY name"
            kept = [row[0] for row in database.execute(query, (kind,))]
        return [name for name in kept if name.startswith(beginning)]

    def forget_all(self, places: Sequence[tuple[str, str]]) -> None:
        """Destroy what is kept under each kind and name, all of it or nothing."""
        with self._open() as database:
            database.executemany("DELETE FROM sealed WHERE kind = ? AND name = ?", places)
        for kind, name in places:
            if kind == "secret":
                self._secrets.pop(name, None)

    def _record(self, wanted: Sequence[tuple[str, str]], why: str, database: Any) -> None:
        at = self._clock().isoformat()
        database.execute("BEGIN IMMEDIATE")  # nobody else adds a line between seal and line
        self._looks.add([(at, self._actor, kind, name, why) for kind, name in wanted], database)

    def _trail_seal(self, database: Any) -> TrailSeal | None:
        query = "SELECT content FROM sealed WHERE kind = 'seal' AND name = 'trail'"
        row = database.execute(query).fetchone()
        if row is None:
            return None
        return TrailSeal(*json.loads(self._cipher.unseal(row[0], TRAIL_SEAL)))

    def _read(self, kind: str, name: str) -> bytes | None:
        query = "SELECT content FROM sealed WHERE kind = ? AND name = ?"
        with self._open() as database:
            row = database.execute(query, (kind, name)).fetchone()
        return self._cipher.unseal(row[0], f"{kind}/{name}") if row else None

    @contextmanager
    def _open(self, mode: str = "rw") -> Iterator[sqlite3.Connection]:
        # Only at the start is a vault made where there is none: one that is lost is never replaced
        # by an empty one unseen.
        place = f"{self._path.absolute().as_uri()}?mode={mode}"
        try:
            with (
                closing(sqlite3.connect(place, timeout=self._busy_seconds, uri=True)) as database,
                database,
            ):
                database.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no trace
                database.execute(f"PRAGMA synchronous = {self._sync}")
                yield database
        except sqlite3.Error as error:
            check_collision(error)
            called = f"The vault {self._path}"
            if is_full_or_shut(error):
                raise cannot_keep(called, error) from error
            raise WorkspaceError(
                f"{called} cannot be opened: {error}. Restore it, or see that you may write there."
            ) from error


def read_or_make_key(path: Path, given: str | None = None) -> bytes:
    """Return the vault's key: ``given`` as hex text, else from a file that is made if missing.

    Raises:
        WorkspaceError: if the key is not 64 hexadecimal digits, or the file cannot be made.
    """
    if given:
        return _key(given, "AUDITS_VAULT_KEY")
    try:
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(os.urandom(KEY_BYTES).hex())
                file.flush()
                os.fsync(file.fileno())
        return _key(path.read_text(), str(path))
    except OSError as error:
        raise cannot_write(f"The vault's key {path}", error) from error


def _key(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) == KEY_BYTES:
        return key
    raise WorkspaceError(f"{place} is not a key: 64 hexadecimal digits are needed. Restore it.")
