"""One sealed file: what it holds, each member, and at its end the digest of each.

It is written and read as a stream, so that a backup may be larger than memory. A file of which one
bit was altered, or whose end is missing, is refused by its seal (age's STREAM construction: Hoang,
Reyhanitabar, Rogaway and Vizár, 2015).
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias

from audits.domain.errors import NotFoundError, WorkspaceError

from .keys import PrivateKey


# A member's name, a folder's with a slash at its end, and what opens it when its turn comes.
Member: TypeAlias = tuple[str, Callable[[], IO[bytes]]]

CONTENTS, DIGESTS = "backup.json", "SHA256SUMS"
PRIVATE = 0o600
BLOCK = 1 << 20
NOT_WHOLE = (
    "{path} is not a whole backup: its end is missing, or it was altered. Nothing of it was used. "
    "Take another backup."
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds, as it says of itself."""

    partnership: str
    made_at: datetime
    program: str  # the version that made it
    audits: int
    trail_entries: int
    trail_digest: str  # of the last entry


@dataclass(frozen=True, slots=True)
class Written:
    """What was written and read again: how many files, and how many bytes they hold."""

    files: int
    size: int


def write_archive(
    path: Path, contents: Contents, files: Iterable[Member], public_keys: Sequence[str]
) -> Written:
    """Write a sealed archive of these files, read it again, and return how much it holds.

    A file that is gone when its turn comes is left out: it was taken in or swept away meanwhile.
    It is sealed for a key of this call too, which nobody keeps: so it can be opened to prove
    it where its own key is not at hand.

    Raises:
        WorkspaceError: if what was written cannot be read again as it was.
        OSError: if the disk will not take it.
    """
    from pyrage import encrypt_io, x25519

    proof = x25519.Identity.generate()
    keys = [x25519.Recipient.from_str(key) for key in public_keys]
    with (
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as sealed,
        _written_beside(contents, files) as plain,
    ):
        encrypt_io(plain, sealed, [*keys, proof.to_public()])
        sealed.flush()
        os.fsync(sealed.fileno())
    return _proved(path, proof)


def read_contents(path: Path, key: PrivateKey) -> Contents:
    """Return what a backup says that it holds.

    Raises:
        WorkspaceError: if this key does not open it, or it is no backup.
    """
    with _members(path, key) as members:
        for name, file in members:
            if name == CONTENTS:
                return _contents(file.read())
            break
    raise WorkspaceError(NOT_WHOLE.format(path=path))


def unpack(path: Path, key: PrivateKey, to: Path) -> Written:
    """Write the members of a backup into a folder, and return how much that was.

    Raises:
        WorkspaceError: if this key does not open it, or it is not whole; the folder then holds a
            part of it.
    """
    with _members(path, key) as members:
        return _read_through(path, _kept(members, to))


def _proved(path: Path, proof: PrivateKey) -> Written:
    with _members(path, proof) as members:
        return _read_through(path, members)


def _read_through(path: Path, members: Iterable[tuple[str, IO[bytes]]]) -> Written:
    """Read every member and compare it with its digest at the end."""
    digests: dict[str, str] = {}
    size, named = 0, b""
    for name, file in members:
        if name == DIGESTS:
            named = file.read()
        if name == DIGESTS or name.endswith("/"):
            continue
        digest = hashlib.sha256()
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
        digests[name] = digest.hexdigest()
    if named != _lines(digests):
        raise WorkspaceError(NOT_WHOLE.format(path=path))
    return Written(len(digests) - 1, size)  # without what it says of itself


def _kept(
    members: Iterable[tuple[str, IO[bytes]]], folder: Path
) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the members again from where they were kept."""
    for name, file in members:
        place = folder / name
        if name in (CONTENTS, DIGESTS):
            yield name, file
            continue
        if name.endswith("/"):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            continue
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE), "r+b") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
            copy.seek(0)
            yield name, copy


@contextmanager
def _written_beside(contents: Contents, files: Iterable[Member]) -> Iterator[IO[bytes]]:
    """Yield what a tar archive can be read from while it is being written."""
    source, target = os.pipe()
    with ThreadPoolExecutor(1) as beside, os.fdopen(source, "rb") as reader:
        writing = beside.submit(_write, target, contents, files)
        try:
            yield reader
        finally:
            reader.close()  # where reading failed, writing ends too
            writing.result()


def _write(target: int, contents: Contents, files: Iterable[Member]) -> None:
    digests: dict[str, str] = {}
    with os.fdopen(target, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|") as archive:
        about = {**asdict(contents), "made_at": contents.made_at.isoformat()}
        _add(archive, CONTENTS, io.BytesIO(json.dumps(about, indent=2).encode()), digests)
        for name, opened in files:
            if name.endswith("/"):
                archive.addfile(_folder(name))
                continue
            try:
                file = opened()
            except (FileNotFoundError, NotFoundError):
                continue
            with file:
                _add(archive, name, file, digests)
        _add(archive, DIGESTS, io.BytesIO(_lines(digests)), {})


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], digests: dict[str, str]) -> None:
    """Add one member as it is now; what grows while it is read is cut at the size it had."""
    member = tarfile.TarInfo(name)
    member.mode, member.size = PRIVATE, file.seek(0, os.SEEK_END)
    file.seek(0)
    counted = _Digesting(file, member.size)
    archive.addfile(member, counted)
    digests[name] = counted.digest.hexdigest()


def _folder(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.mode = tarfile.DIRTYPE, 0o700
    return member


class _Digesting(io.RawIOBase):
    """A file's first bytes, digested while they are read."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left = file, size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        wanted = min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        self.digest.update(data)
        return data


@contextmanager
def _members(path: Path, key: PrivateKey) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Yield each member's name and what it holds, in order.

    Raises:
        WorkspaceError: if the key does not open it, or it is not whole.
    """
    source, target = os.pipe()
    with ThreadPoolExecutor(1) as beside, os.fdopen(source, "rb") as reader:
        opening = beside.submit(_open, path, key, target)
        try:
            yield _in_tar(reader)
            while reader.read(BLOCK):  # to the end: only there is it known to be whole
                pass
        except tarfile.TarError:
            opening.result()  # says better what is wrong
            raise WorkspaceError(NOT_WHOLE.format(path=path)) from None
        finally:
            reader.close()
        opening.result()


def _open(path: Path, key: PrivateKey, target: int) -> None:
    from pyrage import DecryptError, decrypt_io

    with os.fdopen(target, "wb") as pipe:
        try:
            with path.open("rb") as sealed:
                decrypt_io(sealed, pipe, [key])
        except BrokenPipeError:
            return  # whoever reads has seen enough
        except FileNotFoundError as error:
            raise WorkspaceError(f"There is no file {path}. Name a backup.") from error
        except DecryptError as error:
            raise WorkspaceError(
                f"{path} cannot be opened: it is no backup, or it was not sealed for this key. "
                "Take the private key of the partnership that made it."
            ) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise WorkspaceError(NOT_WHOLE.format(path=path)) from error


def _in_tar(reader: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=reader, mode="r|") as archive:
        for member in archive:
            if not _is_safe(member.name):
                raise tarfile.TarError(member.name)
            if member.isdir():
                yield f"{member.name}/", io.BytesIO()
            elif file := archive.extractfile(member):
                yield member.name, file
            else:
                raise tarfile.TarError(member.name)


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _contents(data: bytes) -> Contents:
    facts = json.loads(data)
    return Contents(**{**facts, "made_at": datetime.fromisoformat(facts["made_at"])})


def _lines(digests: dict[str, str]) -> bytes:
    """Return digests as ``sha256sum --check`` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
