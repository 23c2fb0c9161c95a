"""Files named by what they hold, whole or not there at all; sealed where they hold identities."""

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from audits.domain.errors import NotFoundError, WorkspaceError
from audits.domain.writing import cannot_write

from .cipher import Cipher


PART = ".part"  # the end of a file's name while it is being written
PRIVATE = 0o600  # what is written may identify a child: its owner reads it, nobody else
SHA256_DIGITS = 64


def unaltered(kept: bytes, sha256: str, cipher: Cipher | None, store: str) -> bytes:
    """Return, unsealed, what a store keeps under a SHA-256.

    Raises:
        WorkspaceError: if it is no longer what was kept.
    """
    data = cipher.unseal(kept, sha256) if cipher else kept
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WorkspaceError(f"{store}/{sha256} was altered. Restore it.")
    return data


class ContentFiles:
    """A folder of files named by the SHA-256 of what they hold."""

    def __init__(
        self, folder: Path, cipher: Cipher | None = None, *, waits_for_disk: bool = True
    ) -> None:
        self._folder = folder
        self._cipher = cipher
        self._waits_for_disk = waits_for_disk

    def keep(self, data: bytes, suffix: str = "") -> str:
        """Keep bytes for good and return their SHA-256; keeping them again changes nothing.

        Once this returns the bytes survive a power cut.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256):
            content = self._cipher.seal(data, sha256) if self._cipher else data
            path = self._folder / f"{sha256}{suffix}"
            write_whole(path, content, waits_for_disk=self._waits_for_disk)
        return sha256

    def has(self, sha256: str) -> bool:
        """Tell whether bytes with this SHA-256 are kept."""
        return self._path(sha256) is not None

    def read(self, sha256: str) -> bytes:
        """Return the bytes with this SHA-256.

        Raises:
            NotFoundError: if they are not kept here.
            WorkspaceError: if they are no longer what was kept.
        """
        return unaltered(self.as_kept(sha256), sha256, self._cipher, self._folder.name)

    def remove(self, sha256: str) -> None:
        """Remove the bytes with this SHA-256, if they are kept."""
        path = self._path(sha256)
        if path is not None:
            path.unlink(missing_ok=True)  # of two that remove it at once, one is second

    def sweep(self, named: Collection[str]) -> int:
        """Remove the files whose SHA-256 is not among those named; return how many there were.

        So goes what a killed process left half written. Only while nobody else keeps files here.
        """
        orphans = [
            path for path in self._folder.glob("*") if path.name[:SHA256_DIGITS] not in named
        ]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def names(self) -> Iterator[str]:
        """Yield the name of everything that is kept: its SHA-256, and the suffix it was given."""
        for path in sorted(self._folder.glob("*")):
            if not path.name.endswith(PART):
                yield path.name

    def as_kept(self, name: str) -> bytes:
        """Return what is kept under a name as it lies there, sealed where it is sealed.

        Raises:
            NotFoundError: if it is not kept here.
        """
        path = self._path(name)
        if path is None:
            raise NotFoundError(f"{self._folder.name}/{name} is not there. Restore it.")
        return path.read_bytes()

    def seal_anew(self, name: str) -> bool:
        """Seal what is kept under a name with the key that seals now; tell whether it was not."""
        path = self._path(name)
        if path is None or self._cipher is None:
            return False
        anew = self._cipher.sealed_anew(path.read_bytes(), path.name[:SHA256_DIGITS])
        if anew is None or not path.exists():  # or it was removed meanwhile
            return False
        write_whole(path, anew, waits_for_disk=self._waits_for_disk)
        return True

    def _path(self, sha256: str) -> Path | None:
        return next(iter(self._folder.glob(f"{sha256}*")), None)


def write_whole(path: Path, data: bytes, *, waits_for_disk: bool = True) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut.

    Only its owner may read it, from its first byte, whatever the umask and whatever stood there.
    Of several processes that write the same file at once, each waits for the one before.

    Raises:
        WorkspaceError: if the disk is full or may not be written; naming the file.
    """
    part = path.with_name(f".{path.name}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _held(part) as file:
            file.write(data)
            file.flush()
            if waits_for_disk:
                os.fsync(file.fileno())
            part.replace(path)
        if waits_for_disk:
            _settle(path.parent)
    except OSError as error:
        raise cannot_write(str(path), error) from error


@contextmanager
def _held(part: Path) -> Iterator[BinaryIO]:
    """Open a file that is being written, for this process alone, empty; removed if that fails.

    What a killed process left under this name is written over, so that nothing piles up.
    """
    with _locked(part) as file:
        file.truncate(0)
        try:
            yield file
        except OSError:
            part.unlink(missing_ok=True)
            raise


def _locked(part: Path) -> BinaryIO:
    """Return the file of this name, locked; the lock ends with the process, however it ends."""
    while True:
        file = os.fdopen(_open_private(part), "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), part.stat()):
                return file
        file.close()  # whoever held it has put it in its place: this is another file by now


def _open_private(path: Path) -> int:
    """Return a file opened for writing that is the owner's alone; another's is refused."""
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, PRIVATE)
    try:
        os.fchmod(handle, PRIVATE)
    except OSError:
        os.close(handle)
        raise
    return handle


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
