"""What is kept of a token that opens something: nobody can open anything with it."""

import hashlib


def digest_of_token(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
