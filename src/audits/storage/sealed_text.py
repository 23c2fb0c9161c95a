"""A text under a seal that anybody can check: it shows whose it is, and that nothing was changed.

The seal is a signature (Ed25519, RFC 8032) on a line of its own at the end, with the key that
checks it. What the key is called is told apart from the file, by telephone.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audits.domain.errors import UserError


MARK = "seal"
NAME = 10  # bytes of a key's digest: 80 bits, in four groups to read aloud
BROKEN = (
    "This is not a certified return as it was handed on: it was changed, or did not arrive whole. "
    "Have it sent again."
)


def seal_text(text: str, key: bytes) -> bytes:
    """Return a text with its seal beneath it; ``key`` are 32 secret bytes."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    data = text.encode() + b"\n"
    parts = (private.public_key().public_bytes_raw(), private.sign(data))
    words = [base64.b64encode(part).decode() for part in parts]
    return data + " ".join((MARK, *words)).encode() + b"\n"


def seal_of(key: bytes) -> str:
    """Return what the seal of a secret key is called.

    >>> seal_of(bytes(32))
    'CPW3-PS4H-H4QN-GYEO'
    """
    return _called(Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw())


def unsealed_text(data: bytes) -> tuple[str, str]:
    """Return a sealed text, and what its seal is called.

    Raises:
        UserError: if it has no seal, or was changed since it was sealed.
    """
    text, _, last = data.removesuffix(b"\n").rpartition(b"\n")
    try:
        mark, public, signature = last.decode("ascii").split(" ")
        key = base64.b64decode(public, validate=True)
        given = base64.b64decode(signature, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(given, text + b"\n")
        words = text.decode()
    except (ValueError, binascii.Error, InvalidSignature) as error:
        raise UserError(BROKEN) from error
    if mark != MARK:
        raise UserError(BROKEN)
    return words, _called(key)


def _called(public: bytes) -> str:
    text = base64.b32encode(hashlib.sha256(public).digest()[:NAME]).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))
