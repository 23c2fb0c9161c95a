"""The vault: identities and secrets, sealed, in a database of their own; every look is recorded."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import NamedTuple, Self

from audits.domain.clock import Clock
from audits.domain.errors import WorkspaceError

from .cipher import Cipher, Keyring
from .look_log import Look, LookHead, LookLog
from .vault_places import PUT, OpenVault, VaultPlace
from .vault_rotation import Rotation


KEEP = "INSERT INTO sealed VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
TRAIL_SEAL = "seal/trail"
READ = "SELECT content FROM sealed WHERE kind = ? AND name = ?"


class TrailSeal(NamedTuple):
    """The first keyed entry of the trail, the last entry that is sealed, and its digest."""

    since: int
    last: int
    digest: str


class Vault:
    """Keeps sealed content under a kind and a name; the names themselves identify nobody."""

    def __init__(
        self,
        place: VaultPlace,
        keys: Keyring,
        *,
        clock: Clock,
        actor: str,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._place = place
        self.cipher = Cipher(keys)
        self._clock = clock
        self._actor = actor
        self._random = random
        self._secrets: dict[str, bytes] = {}
        place.prepare()
        self.rotation = Rotation(place, self.cipher)
        with place.open() as database:
            self._derived = self.rotation.begin(database)
        self._looks = LookLog(self._derived["look log"], self.cipher)
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
        """Return the key for one purpose: made from the vault's first key, whichever it has now."""
        return self._derived[purpose]

    def copy_to(self, path: Path) -> None:
        """Write a copy of the vault as it is now, sealed as it is."""
        self._place.copy_to(path)

    def check(self) -> None:
        """Read the vault as it is now.

        Raises:
            WorkspaceError: if it is not there, cannot be read, or not with this key.
        """
        if self._read("secret", "board") is None:
            raise WorkspaceError(f"{self._place.called} is empty. Restore it.")

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
        with self._place.open() as database:
            self.rotation.write_alone(database)
            database.execute(KEEP, (kind, name, self.cipher.seal(content, f"{kind}/{name}")))

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
        with self._place.open() as database:
            self._record(record, why, database)
            rows = [database.execute(READ, place).fetchone() for place in wanted]
        return [
            self.cipher.unseal(row[0], f"{kind}/{name}") if row else None
            for row, (kind, name) in zip(rows, wanted, strict=True)
        ]

    def record_look(self, kind: str, name: str, why: str) -> None:
        """Record that somebody is shown what is kept elsewhere, before it is shown."""
        with self._place.open() as database:
            self._record([(kind, name)], why, database)

    def looks(self) -> list[Look]:
        """Return every recorded look, oldest first."""
        with self._place.open() as database:
            return self._looks.all(database)

    def look_faults(self) -> tuple[str, ...]:
        """Return a sentence for each look that was altered, removed, moved or put in."""
        with self._place.open() as database:
            return tuple(self._looks.faults(database))

    def look_head(self) -> LookHead | None:
        """Return the last look's number and digest; None before the first chained one."""
        with self._place.open() as database:
            return self._looks.head(database)

    def trail_seal(self) -> TrailSeal | None:
        """Return how long the trail is and with which digest it ends, as it was last sealed."""
        with self._place.open() as database:
            return self._trail_seal(database)

    def seal_trail(self, *, was: TrailSeal | None, now: TrailSeal) -> bool:
        """Seal where the trail ends, unless somebody else has since it was looked at.

        Returns:
            Whether the seal is now ``now``.
        """
        with self._place.open() as database:
            self.rotation.write_alone(database)
            if self._trail_seal(database) != was:
                return False
            self._put_trail_seal(now, database)
        return True

    def move_trail_seal(self, moved: Callable[[TrailSeal], TrailSeal | None]) -> bool:
        """Seal where the trail ends as ``moved`` says, given the seal as it is, in one opening.

        Returns:
            Whether it was moved: not where there is none, or ``moved`` says None.
        """
        with self._place.open() as database:
            self.rotation.write_alone(database)
            was = self._trail_seal(database)
            now = moved(was) if was else None
            if now is None:
                return False
            self._put_trail_seal(now, database)
        return True

    def forget(self, kind: str, name: str) -> None:
        """Destroy what is kept under a name."""
        with self._place.open() as database:
            database.execute("DELETE FROM sealed WHERE kind = ? AND name = ?", (kind, name))

    def names(self, kind: str, beginning: str) -> list[str]:
        """Return the names that begin so under which something of a kind is kept."""
        with self._place.open() as database:
            query = "SELECT name FROM sealed WHERE kind = ? ORDER BY name"
            kept = [row[0] for row in database.execute(query, (kind,))]
        return [name for name in kept if name.startswith(beginning)]

    def forget_all(self, places: Sequence[tuple[str, str]]) -> None:
        """Destroy what is kept under each kind and name, all of it or nothing."""
        with self._place.open() as database:
            for place in places:
                database.execute("DELETE FROM sealed WHERE kind = ? AND name = ?", place)
        for kind, name in places:
            if kind == "secret":
                self._secrets.pop(name, None)

    def _record(self, wanted: Sequence[tuple[str, str]], why: str, database: OpenVault) -> None:
        at = self._clock().isoformat()
        self.rotation.write_alone(database)  # nobody else adds a line between seal and line
        self._looks.add([(at, self._actor, kind, name, why) for kind, name in wanted], database)

    def _put_trail_seal(self, seal: TrailSeal, database: OpenVault) -> None:
        sealed = self.cipher.seal(json.dumps(seal).encode(), TRAIL_SEAL)
        database.execute(PUT, ("seal", "trail", sealed))

    def _trail_seal(self, database: OpenVault) -> TrailSeal | None:
        row = database.execute(READ, ("seal", "trail")).fetchone()
        if row is None:
            return None
        return TrailSeal(*json.loads(self.cipher.unseal(row[0], TRAIL_SEAL)))

    def _read(self, kind: str, name: str) -> bytes | None:
        with self._place.open() as database:
            row = database.execute(READ, (kind, name)).fetchone()
        return self.cipher.unseal(row[0], f"{kind}/{name}") if row else None
