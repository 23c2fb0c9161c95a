"""Passwords, kept as argon2id's digest with OWASP's least cost (19 MiB, 2 passes, 1 lane).

Source: OWASP Password Storage Cheat Sheet, argon2id.
"""

from functools import cache
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pwdlib import PasswordHash

MEMORY_KIB = 19 * 1024


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(password)


def password_fits(password: str, kept: str) -> bool:
    """Tell whether a password is the one that was kept.

    Where none was kept, it takes as long to say no: nobody learns who has an account.
    """
    return _hasher().verify(password, kept or _nobodys()) and bool(kept)


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash  # only who signs in waits for it
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1),))


@cache
def _nobodys() -> str:
    return hash_password("nobody has this password")
