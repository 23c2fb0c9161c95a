"""Another key for a vault while it is in use: which key seals, and what is still to be sealed anew.

Which key seals stands in the vault itself, sealed with that key, so that whoever opens it has it.
Every transaction that writes looks there first. The key before is kept, sealed with the new one:
what a slow process seals with it a moment too late can still be opened. Whoever has the old key
alone opens nothing that was sealed anew.
"""

import json

from audits.domain.errors import WorkspaceError

from .cipher import Cipher, derived, name_of, opened
from .vault_places import PUT, OpenVault, VaultPlace


WHICH = ("seal", "key")  # the row that only the key that seals opens
FIRST = ("secret", "board")  # the row that is made with the vault
DERIVED = ("look log", "trail")  # the purposes of keys that are made from the vault's own
BATCH = 100  # rows sealed anew in one transaction
READ = "SELECT content FROM sealed WHERE kind = ? AND name = ?"
OF_KIND = "SELECT name, content FROM sealed WHERE kind = ? ORDER BY name"
AFTER = (
    "SELECT kind, name, content FROM sealed WHERE kind > ? OR (kind = ? AND name > ?)"
    " ORDER BY kind, name LIMIT ?"
)


class Rotation:
    """The key of one vault, and how another takes its place."""

    def __init__(self, place: VaultPlace, cipher: Cipher) -> None:
        self._place = place
        self._cipher = cipher
        self._keys = cipher.keys
        self._keys.retired = self._retired
        self._known = b""  # what the vault said when it was last asked which key seals

    def begin(self, vault: OpenVault) -> dict[str, bytes]:
        """Find out which key seals; return the key for each purpose."""
        self._look_up(vault)
        kept = dict(vault.execute(OF_KIND, ("derived",)).fetchall())
        keys = {}
        for purpose in DERIVED:
            sealed = kept.get(purpose)
            keys[purpose] = (
                self._cipher.unseal(sealed, f"derived/{purpose}")
                if sealed is not None
                else derived(self._keys.sealing, purpose)
            )
        return keys

    def write_alone(self, vault: OpenVault) -> None:
        """Let nobody else write until the end, and seal with the key that the vault has by now.

        Raises:
            WorkspaceError: if this process was not given that key.
        """
        vault.write_alone()
        self._look_up(vault)

    def change_key(self) -> str:
        """Let another key seal from now on, unless one was changed and not all is sealed anew.

        It is one that the source has already, or else a new one. Returns the name of the key that
        seals, for `end`.

        Raises:
            WorkspaceError: if somebody else is to make it.
        """
        old = self._keys.sealing
        try:
            with self._place.open() as vault:
                # One at a time, so that of two that are made at once none is lost in the source.
                self.write_alone(vault)
                old = self._keys.sealing
                if not self._is_under_way(vault):
                    self._change(old, self._next_key(vault), vault)
        except BaseException:  # whatever stops it: the vault still has the old key
            self._keys.sealing = old
            raise
        return name_of(self._keys.sealing)

    def _is_under_way(self, vault: OpenVault) -> bool:
        row = vault.execute(READ, WHICH).fetchone()
        return row is not None and bool(self._state(bytes(row[0]))["before"])

    def _next_key(self, vault: OpenVault) -> bytes:
        names = {row[0] for row in vault.execute(OF_KIND, ("retired",))}
        for key in self._keys.others():
            if name_of(key) not in names:
                return key
        return self._keys.add()

    def _change(self, old: bytes, new: bytes, vault: OpenVault) -> None:
        kept = self.begin(vault)
        self._keys.sealing = new
        self._put("retired", name_of(old), old, vault)
        for purpose, key in kept.items():
            self._put("derived", purpose, key, vault)
        self._put_state(vault, before=name_of(old))

    def seal_anew(self, after: tuple[str, str] = ("", "")) -> tuple[int, tuple[str, str] | None]:
        """Seal the next rows with the key that seals; return how many were not yet, and the last.

        The last is None when there are no more.
        """
        with self._place.open() as vault:
            self.write_alone(vault)
            rows = vault.execute(AFTER, (after[0], *after, BATCH)).fetchall()
            count = 0
            for kind, name, sealed in rows:
                anew = sealed and self._cipher.sealed_anew(bytes(sealed), f"{kind}/{name}")
                if anew:
                    vault.execute(PUT, (kind, name, anew))
                    count += 1
        return count, tuple(rows[-1][:2]) if rows else None

    def end(self, key: str) -> bool:
        """Let go of the old key where it was kept, and tell whether it is gone from there.

        ``key`` is the name of the one that everything is now sealed with: where somebody has
        changed it again meanwhile, it is for them to end.
        """
        with self._place.open() as vault:
            self.write_alone(vault)
            if name_of(self._keys.sealing) != key:
                return False
            if self._is_under_way(vault):
                self._forget_earlier(vault)
                self._put_state(vault, before="")
            source = self._keys.source
            return source is None or source.keep_only(self._keys.sealing)

    def _forget_earlier(self, vault: OpenVault) -> None:
        """Destroy the keys before the last; their names stay, so that none comes back."""
        row = vault.execute(READ, WHICH).fetchone()
        before = self._state(bytes(row[0]))["before"]
        vault.execute(
            "UPDATE sealed SET content = ? WHERE kind = 'retired' AND name <> ?", (b"", before)
        )

    def _look_up(self, vault: OpenVault) -> None:
        """Let the key seal that the vault names, if it names another than when last asked."""
        row = vault.execute(READ, WHICH).fetchone()
        if row is not None and row[0] != self._known:
            self._state(bytes(row[0]))
            self._known = bytes(row[0])
        elif row is None:
            self._never_changed(vault)

    def _never_changed(self, vault: OpenVault) -> None:
        """Of several keys let that one seal which sealed the vault's first secret."""
        if self._known or self._keys.is_alone():
            return
        row = vault.execute(READ, FIRST).fetchone()
        if row is not None:
            self._keys.sealing = self._opener(bytes(row[0]), "/".join(FIRST))

    def _state(self, sealed: bytes) -> dict[str, str]:
        """Return what the vault says of its key, which seals from now on.

        ``before`` names the key before it while not all is sealed anew.
        """
        name = "/".join(WHICH)
        self._keys.sealing = self._opener(sealed, name)
        state: dict[str, str] = json.loads(opened(sealed, name, self._keys.sealing) or b"{}")
        return state

    def _opener(self, sealed: bytes, name: str) -> bytes:
        for key in self._keys.given():
            if opened(sealed, name, key) is not None:
                return key
        raise WorkspaceError(
            f"{self._place.called} is sealed with another key than this program was given. "
            "Give it that key; if the key was changed, start this again."
        )

    def _retired(self) -> list[bytes]:
        with self._place.open() as vault:
            return self._retired_in(vault)

    def _retired_in(self, vault: OpenVault) -> list[bytes]:
        keys = []
        for name, sealed in vault.execute(OF_KIND, ("retired",)).fetchall():
            key = opened(bytes(sealed), f"retired/{name}", self._keys.sealing)
            if key is not None:
                keys.append(key)
        return keys

    def _put(self, kind: str, name: str, content: bytes, vault: OpenVault) -> None:
        vault.execute(PUT, (kind, name, self._cipher.seal(content, f"{kind}/{name}")))

    def _put_state(self, vault: OpenVault, *, before: str) -> None:
        self._put(*WHICH, json.dumps({"before": before}).encode(), vault)
