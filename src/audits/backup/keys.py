"""The two halves of a backup's key: whoever has the public one seals, whoever has the other opens.

The machine that makes backups needs the public half alone. So a thief of the machine reads no
backup, and the private half may lie in a safe.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from audits.domain.errors import WorkspaceError


if TYPE_CHECKING:
    from pyrage.x25519 import Identity

    PrivateKey: TypeAlias = Identity
else:
    PrivateKey = object  # the library is loaded by whoever opens or makes a key

HEADING = "AGE-SECRET-KEY-"


def make_key() -> tuple[str, str]:
    """Return a new key as text: its private half, and its public half."""
    from pyrage import x25519

    private = x25519.Identity.generate()
    return str(private), str(private.to_public())


def checked_public_key(text: str) -> str:
    """Return the text of a public half.

    Raises:
        ValueError: if it is none.
    """
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(text.strip()))
    except RecipientError as error:
        raise ValueError("a backup's key begins with age1 and is one word of 62 letters") from error


def read_private_key(path: Path) -> PrivateKey:
    """Return the private half that a file holds; lines that begin with # are remarks.

    Raises:
        WorkspaceError: if it cannot be read, or holds none.
    """
    from pyrage import IdentityError, x25519

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        text = next(line.strip() for line in lines if line.startswith(HEADING))
        return x25519.Identity.from_str(text)
    except OSError as error:
        raise WorkspaceError(
            f"The key {path} cannot be read: {error.strerror}. Name the file that holds it."
        ) from error
    except (StopIteration, IdentityError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            f"{path} holds no private key of a backup. It has a line that begins with {HEADING}."
        ) from error
