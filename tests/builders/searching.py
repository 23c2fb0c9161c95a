"""Search a workspace for words, in every way in which whoever has its keys could read it."""

import html
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msoffcrypto
import polars as pl
import polars.selectors as cs
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from audits.domain.errors import UserError
from audits.storage import Cipher
from audits.storage.cipher import Keyring
from audits.workspace import Workspace


CODINGS = ("utf-8", "cp1252", "utf-16-le")


def places_of(
    words: Iterable[str], home: Path, workspace: Workspace, passwords: Iterable[str]
) -> dict[str, set[str]]:
    """Return in which files of a workspace each word stands, as bytes of any of its files.

    Sealed content is unsealed with the vault's key, workbooks are opened with their passwords and
    unzipped, databases are read as they lie on the disk, with their free pages and logs.
    """
    keys = map(bytes.fromhex, (home / "vault.key").read_text().split())
    passwords = list(passwords)
    found: dict[str, set[str]] = {word: set() for word in words}
    for name, content in _contents(home, workspace, Cipher(Keyring(*keys)), passwords):
        for word in found:
            if any(form in content for form in _forms(word)):
                found[word].add(name)
    return {word: names for word, names in found.items() if names}


def _forms(word: str) -> Iterator[bytes]:
    for coding in CODINGS:
        try:
            yield word.encode(coding)
        except UnicodeEncodeError:
            continue


def _contents(
    home: Path, workspace: Workspace, cipher: Cipher, passwords: list[str]
) -> Iterator[tuple[str, bytes]]:
    for path in sorted(each for each in home.rglob("*") if each.is_file()):
        name, data = str(path.relative_to(home)), path.read_bytes()
        for content in (data, *_unsealed(path.stem.partition(".")[0], data, cipher)):
            yield name, content
            yield from ((name, part) for part in _parts(content, passwords))
    yield from _vault(workspace)


def _unsealed(name: str, data: bytes, cipher: Cipher) -> Iterator[bytes]:
    try:
        yield cipher.unseal(data, name)
    except UserError:
        return


def _parts(data: bytes, passwords: list[str]) -> Iterator[bytes]:
    """Yield what is in a workbook, opened with a password if it has one."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        for password in passwords:
            yield from _opened(data, password)
    if data[:4] == b"PAR1":
        yield pl.read_parquet(io.BytesIO(data)).select(~cs.binary()).write_csv().encode()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for member in book.namelist():
                part = book.read(member)
                yield part
                if b"&#" in part:  # an é may stand there as its number
                    yield html.unescape(part.decode("utf-8", "replace")).encode()


def _opened(data: bytes, password: str) -> Iterator[bytes]:
    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password)
        file.decrypt(plain)
    except (InvalidKeyError, DecryptionError, FileFormatError):
        return
    yield from _parts(plain.getvalue(), [])


def _vault(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield what the vault keeps of people and of returns, unsealed."""
    for kind in ("case", "family", "file name", "sender"):
        for name in workspace.vault.names(kind, ""):
            content = workspace.vault.look(kind, name, "a test") or b""
            # As its JSON says it: an é stands there as six characters.
            yield "vault", content + content.decode("unicode-escape", "replace").encode()
