"""The look log: who looked at which identity or secret, when and why, in a chain only we can make.

Each line holds a keyed digest (HMAC-SHA256) of itself and of the line before. How many lines there
are and the last digest stand sealed beside them, and are changed in the same transaction.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .cipher import Cipher
from .vault_places import PUT, OpenVault


COLUMNS = "seq, at, actor, kind, name, why, digest"
SEAL = "seal/looks"


class Look(NamedTuple):
    """One look; without a digest it was recorded before lines were chained."""

    seq: int
    at: str
    actor: str
    kind: str
    name: str
    why: str
    digest: str


class LookHead(NamedTuple):
    """The first chained line, the last line, and its digest."""

    since: int
    last: int
    digest: str


class LookLog:
    """The look log of an open vault; every change is the caller's transaction."""

    def __init__(self, key: bytes, cipher: Cipher) -> None:
        self._key = key
        self._cipher = cipher

    def add(self, looks: Sequence[tuple[str, str, str, str, str]], database: OpenVault) -> None:
        """Add looks (when, who, kind, name, why) and seal the last, in an immediate transaction.

        The chain goes on from the seal, never from what stands in the table: what was taken from
        the table or put into it stays visible for good.
        """
        head = self.head(database) or self._begun(database)
        highest = database.execute("SELECT max(seq) FROM look").fetchone()[0] or 0
        seq, digest = max(head.last, highest), head.digest
        for at, actor, kind, name, why in looks:
            seq += 1
            look = Look(seq, at, actor, kind, name, why, "")
            digest = self._digest(look, digest)
            database.execute(
                f"INSERT INTO look ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 -- ours
                tuple(look._replace(digest=digest)),
            )
        self._seal(LookHead(head.since, seq, digest), database)

    def head(self, database: OpenVault) -> LookHead | None:
        """Return what is sealed about the log; None before its first chained line."""
        row = database.execute("SELECT content FROM sealed WHERE kind = 'seal' AND name = 'looks'")
        sealed = row.fetchone()
        return LookHead(*json.loads(self._cipher.unseal(sealed[0], SEAL))) if sealed else None

    def all(self, database: OpenVault) -> list[Look]:
        """Return every look, oldest first."""
        query = f"SELECT {COLUMNS} FROM look ORDER BY seq"  # noqa: S608 -- ours
        return [Look(*row) for row in database.execute(query)]

    def faults(self, database: OpenVault) -> Iterator[str]:
        """Yield a sentence for each line that was altered, removed, moved or put in."""
        looks, head = self.all(database), self.head(database)
        if head is None:
            if any(look.digest for look in looks):
                yield "The seal of the look log is gone."
            return
        earlier = [look for look in looks if look.seq < head.since]
        if any(look.digest for look in earlier):
            yield f"The seal of the look log was gone before look {head.since}."
        yield from self._faults_of_chain(looks[len(earlier) :], head, _digest_of_all(earlier))

    def _faults_of_chain(
        self, looks: Sequence[Look], head: LookHead, previous: str
    ) -> Iterator[str]:
        expected = head.since
        for look in looks:
            if look.seq != expected:
                yield f"Looks {expected} to {look.seq - 1} are missing."
            elif not hmac.compare_digest(look.digest, self._digest(look, previous)):
                yield f"Look {look.seq} was altered, or a look before it."
            expected, previous = look.seq + 1, look.digest
        if expected <= head.last:
            yield f"Looks {expected} to {head.last} are missing."
        elif previous != head.digest:
            yield f"The look log does not end with look {head.last} as it was sealed."

    def _begun(self, database: OpenVault) -> LookHead:
        """Return what the first chained line follows: all that were recorded before, as found."""
        earlier = self.all(database)
        last = earlier[-1].seq if earlier else 0
        return LookHead(last + 1, last, _digest_of_all(earlier))

    def _digest(self, look: Look, previous: str) -> str:
        text = json.dumps([previous, *look[:-1]], ensure_ascii=False)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def _seal(self, head: LookHead, database: OpenVault) -> None:
        sealed = self._cipher.seal(json.dumps(head).encode(), SEAL)
        database.execute(PUT, ("seal", "looks", sealed))


def _digest_of_all(looks: Sequence[Look]) -> str:
    """Return one digest of the lines that stood before the chain began; "" if there were none."""
    if not looks:
        return ""
    return hashlib.sha256(json.dumps(looks, ensure_ascii=False).encode()).hexdigest()
