"""How content is sealed, and with which key: any key of a ring opens, and one of them seals."""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audits.domain.errors import WorkspaceError


NONCE = 12  # bytes, as AES-GCM wants (NIST SP 800-38D, section 8.2)


class KeySource(Protocol):
    """Where keys come from: any of them opens, and the vault knows which one seals."""

    def read(self) -> tuple[bytes, ...]:
        """Return the keys that there are now.

        Raises:
            WorkspaceError: if there is none, or something else stands there.
        """
        ...

    def add(self) -> bytes:
        """Make a key, keep it beside those there are, and return it.

        Raises:
            WorkspaceError: if it is for somebody else to do.
        """
        ...

    def keep_only(self, key: bytes) -> bool:
        """Let go of every other key, and tell whether that is done: else somebody must do it."""
        ...


class Keyring:
    """Every key that opens, and the one that seals; shared by all that seal in one workspace."""

    def __init__(self, *keys: bytes, source: KeySource | None = None) -> None:
        self.source = source
        self._keys = keys or (source.read() if source else ())
        self.sealing = self._keys[0]
        self.retired: Callable[[], Sequence[bytes]] = tuple  # those that the vault itself keeps

    def opening(self) -> Iterator[bytes]:
        """Yield the keys that may open something, the likeliest first, each once."""
        tried: set[bytes] = set()
        for more in (lambda: (self.sealing,), lambda: self._keys, self._read_again, self.retired):
            for key in more():
                if key not in tried:
                    tried.add(key)
                    yield key

    def given(self) -> Iterator[bytes]:
        """Yield the keys that this process was given, the one that seals first."""
        for more in (lambda: (self.sealing,), lambda: self._keys, self._read_again):
            yield from more()

    def is_alone(self) -> bool:
        """Tell whether there is one key and no other."""
        return len(self._keys) == 1

    def add(self) -> bytes:
        """Make another key where the keys are kept, and return it.

        Raises:
            WorkspaceError: if somebody else is to make it.
        """
        if self.source is None:
            raise WorkspaceError("These keys are kept nowhere, and no other is made.")
        return self.source.add()

    def others(self) -> list[bytes]:
        """Return the keys of the source now that are not the one that seals."""
        return [key for key in self._read_again() if key != self.sealing]

    def _read_again(self) -> Sequence[bytes]:
        """Return the keys that the source has by now: another process may have made one."""
        if self.source is not None:
            self._keys = self.source.read()
        return self._keys


class Cipher:
    """Seals bytes with AES-256-GCM, bound to the name they are kept under."""

    def __init__(self, keys: Keyring, nonce: Callable[[int], bytes] = os.urandom) -> None:
        self.keys = keys
        self._nonce = nonce

    def seal(self, data: bytes, name: str) -> bytes:
        """Return the sealed bytes."""
        nonce = self._nonce(NONCE)
        return nonce + AESGCM(self.keys.sealing).encrypt(nonce, data, name.encode())

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """Return what was sealed under this name, by the key that seals or one before it.

        Raises:
            WorkspaceError: if it was altered, or sealed with another key.
        """
        for key in self.keys.opening():
            data = opened(sealed, name, key)
            if data is not None:
                return data
        raise WorkspaceError(
            f"'{name}' cannot be unsealed: the vault's key is not the one it was sealed with, "
            "or the file was altered. Put the right vault.key in the workspace."
        )

    def sealed_anew(self, sealed: bytes, name: str) -> bytes | None:
        """Return the same sealed with the key that seals; None if it is already."""
        if opened(sealed, name, self.keys.sealing) is not None:
            return None
        return self.seal(self.unseal(sealed, name), name)


def opened(sealed: bytes, name: str, key: bytes) -> bytes | None:
    """Return what was sealed under a name with this key; None if it was not."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
    except (InvalidTag, ValueError):
        return None


def derived(key: bytes, purpose: str) -> bytes:
    """Return a key for one purpose, made from another."""
    return hmac.new(key, f"audits/{purpose}".encode(), hashlib.sha256).digest()


def name_of(key: bytes) -> str:
    """Return what a key is called, which says nothing about it."""
    return derived(key, "name").hex()[:16]
