"""Codes of six digits from a telephone (RFC 6238), and the picture from which it learns them."""

from datetime import datetime
from hmac import compare_digest


SECONDS = 30
STEPS_OFF = 1  # by how many half minutes a telephone's clock may differ


def new_secret() -> str:
    """Return a secret from which a telephone makes codes (160 bits, RFC 4226 section 4)."""
    import pyotp  # only who uses codes waits for it

    return pyotp.random_base32()


def step_of_code(code: str, secret: str, now: datetime) -> int | None:
    """Return the half minute whose code this is; None if it is of none that counts now."""
    import pyotp

    typed = "".join(code.split())
    this = int(now.timestamp()) // SECONDS
    codes = pyotp.TOTP(secret)
    for step in range(this - STEPS_OFF, this + STEPS_OFF + 1):
        if compare_digest(codes.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def address_of_secret(secret: str, *, owner: str, partnership: str) -> str:
    """Return what an authenticator app reads from a picture."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=owner, issuer_name=partnership)


def picture_of(address: str) -> str:
    """Return a QR code as SVG, to stand within a page."""
    import segno

    picture = segno.make_qr(address)
    return str(picture.svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None))


def in_groups(secret: str) -> str:
    """Return a secret as one types it: in groups of four.

    >>> in_groups("ABCDEFGHIJ")
    'ABCD EFGH IJ'
    """
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
