"""Where the trail ends, sealed in the vault after every commit.

Database and vault are two files, and no transaction spans both. The seal is written after the
commit, so that it never says more than the trail holds; a process that dies between leaves it
behind by the entries of that one commit. The next commit takes it on over them, if they are keyed
and follow from the sealed entry. Whoever has no key can take away those few entries and add none.
A seal that the trail contradicts is never moved: what was done to the trail stays visible.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from .look_log import LookHead
from .trail_digest import is_next
from .vault import TrailSeal, Vault


if TYPE_CHECKING:
    from .tables_board import TrailEntry  # whoever keeps a trail has it; most only make a keeper


Read: TypeAlias = "Callable[[int], Sequence[TrailEntry]]"


class TrailKeeper:
    """The trail's key, and its seal in the vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.key = vault.derived_key("trail")

    def begin(self, last: int, digest: str) -> int:
        """Return the number of the first keyed entry, sealing first where the trail ends now."""
        seal = self._vault.trail_seal()
        if seal is None:
            begun = TrailSeal(last + 1, last, digest)
            seal = begun if self._vault.seal_trail(was=None, now=begun) else self.seal()
        return seal.since

    def seal(self) -> TrailSeal:
        """Return where the trail was last sealed; before it was, that it has no entry."""
        return self._vault.trail_seal() or TrailSeal(1, 0, "")

    def look_head(self) -> LookHead | None:
        """Return where the look log ends."""
        return self._vault.look_head()

    def advance(self, *, before: "TrailEntry | None", last: "TrailEntry", read: Read) -> None:
        """Seal ``last``, the end of a committed transaction that followed on ``before``.

        ``read`` gives the entries from a number on.
        """
        if self._vault.move_trail_seal(partial(_moved, before=before, last=last)):
            return
        while True:  # it was left behind by somebody who was killed, or is not what it was
            seal = self._vault.trail_seal()
            if seal is None or last.seq <= seal.last:
                return  # it was taken away, or another process sealed more
            follows = _moved(seal, before, last) or _caught_up(seal, read, self.key)
            if follows is None or self._vault.seal_trail(was=seal, now=follows):
                return


def _moved(seal: TrailSeal, before: "TrailEntry | None", last: "TrailEntry") -> TrailSeal | None:
    """Return the seal moved to ``last``, if the transaction began where the seal stands."""
    began = (before.seq, before.digest) if before else (0, "")
    return seal._replace(last=last.seq, digest=last.digest) if began == seal[1:] else None


def _caught_up(seal: TrailSeal, read: Read, key: bytes) -> TrailSeal | None:
    """Return the seal moved over what was committed and not sealed; None if it is contradicted."""
    entries = list(read(max(seal.last, 1)))
    good = seal
    if seal.last:
        if not entries or (entries[0].seq, entries[0].digest) != seal[1:]:
            return None
        entries = entries[1:]
    for entry in entries:
        if not is_next(entry, good.last, good.digest, key):
            break
        good = good._replace(last=entry.seq, digest=entry.digest)
    return good if good != seal else None
