"""The keyed order of a draw, and the promise made before the key is shown.

Both are computed over text, so that anyone can re-perform them with openssl and sha256sum.
"""

import hashlib
import hmac


def rank(key: str, unit: str) -> str:
    """Return a unit's place in the draw's order, as hex text; the smallest is drawn first.

    HMAC-SHA256 with a fresh key a cycle: permanent random numbers as survey offices use them
    (Brewer, Early and Joyce 1972; Ohlsson 1995). No unit's rank depends on any other unit.

    Example:
        >>> rank("key", "The quick brown fox jumps over the lazy dog")[:16]
        'f7bc83f430538424'
    """
    return hmac.digest(key.encode("ascii"), unit.encode("utf-8"), "sha256").hex()


def commitment(key: str, frame_sha256: str) -> str:
    """Return what is published when the frame is frozen, before the key is known to anyone.

    SHA-256 over the two hex texts one after the other: nobody can shop for a key afterwards.
    """
    return hashlib.sha256(f"{key}{frame_sha256}".encode("ascii")).hexdigest()
