"""Files kept in a table of PostgreSQL, so that every machine of a partnership has the same ones.

What is kept here is no fact by itself: a row elsewhere names it. So it is kept beside the unit of
work, in a transaction of its own, and before the row that names it.
"""

import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, insert, select, update
from sqlmodel import col

from audits.domain.errors import NotFoundError

from .cipher import Cipher
from .database import reading
from .files import SHA256_DIGITS, unaltered
from .inserts import insert_of
from .tables_content import ContentRow


class ContentTable:
    """One store's rows, named by the SHA-256 of what they hold."""

    def __init__(self, engine: Engine, store: str, cipher: Cipher | None = None) -> None:
        # Nobody waits for whoever writes facts: they may be the ones who keep a file meanwhile.
        self._engine = engine.execution_options(beside_writers=True)
        self._store = store
        self._cipher = cipher

    def keep(self, data: bytes, suffix: str = "") -> str:
        """Keep bytes for good and return their SHA-256; keeping them again changes nothing.

        Once this returns the bytes survive a power cut.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            content = self._cipher.seal(data, sha256) if self._cipher else data
            row = {"store": self._store, "sha256": sha256, "suffix": suffix, "data": content}
            keeping = insert_of(self._engine.dialect.name)(ContentRow).values(**row)
            with self._engine.begin() as connection:
                connection.execute(keeping.on_conflict_do_nothing())
        return sha256

    def has(self, sha256: str) -> bool:
        """Tell whether bytes with this SHA-256 are kept."""
        return bool(self._value(select(exists().where(*self._key(sha256)))))

    def read(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256.

        Raises:
            NotFoundError: if they are not kept here.
            WorkspaceError: if they are no longer what was kept.
        """
        return unaltered(self.as_kept(sha256), sha256, self._cipher, self._store)

    def remove(self, sha256: str) -> None:
        """Remove the bytes with this SHA-256, if they are kept."""
        with self._engine.begin() as connection:
            connection.execute(delete(ContentRow).where(*self._key(sha256)))

    def sweep(self, named: Collection[str]) -> int:
        """Remove the rows whose SHA-256 is not among those named; return how many there were."""
        orphans = [name for name in self.names() if name[:SHA256_DIGITS] not in named]
        for name in orphans:
            self.remove(name[:SHA256_DIGITS])
        return len(orphans)

    def names(self) -> Iterator[str]:
        """Yield the name of everything that is kept: its SHA-256, and the suffix it was given."""
        query: Any = select(col(ContentRow.sha256), col(ContentRow.suffix))
        query = query.where(col(ContentRow.store) == self._store).order_by(col(ContentRow.sha256))
        with reading(self._engine).connect() as connection:
            rows = connection.execute(query).all()
        for sha256, suffix in rows:
            yield f"{sha256}{suffix}"

    def as_kept(self, name: str) -> bytes:
        """Return what is kept under a name as it lies there, sealed where it is sealed.

        Raises:
            NotFoundError: if it is not kept here.
        """
        sha256 = name[:SHA256_DIGITS]
        data = self._value(select(col(ContentRow.data)).where(*self._key(sha256)))
        if data is None:
            raise NotFoundError(f"{self._store}/{sha256} is not there. Restore it.")
        return bytes(data)

    def seal_anew(self, name: str) -> bool:
        """Seal what is kept under a name with the key that seals now; tell whether it was not."""
        if self._cipher is None:
            return False
        sha256 = name[:SHA256_DIGITS]
        anew = self._cipher.sealed_anew(self.as_kept(name), sha256)
        if anew is None:
            return False
        changing = update(ContentRow).where(*self._key(sha256)).values(data=anew)
        with self._engine.begin() as connection:
            return connection.execute(changing).rowcount == 1

    def _value(self, query: Any) -> Any:
        with reading(self._engine).connect() as connection:
            return connection.execute(query).scalar()

    def _key(self, sha256: str) -> tuple[Any, Any]:
        return col(ContentRow.store) == self._store, col(ContentRow.sha256) == sha256


def put_as_kept(store: str, name: str, data: bytes, connection: Connection) -> None:
    """Put a file as it lay in another place, sealed as it is, into an empty table."""
    sha256, suffix = name[:SHA256_DIGITS], name[SHA256_DIGITS:]
    row = {"store": store, "sha256": sha256, "suffix": suffix, "data": data}
    connection.execute(insert(ContentRow).values(**row))
