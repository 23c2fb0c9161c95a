"""The names under which the vault keeps what a cycle must not show."""

import base64
from collections.abc import Iterator

from audits.storage import IssuedPack, Vault


def cycle_key(vault: Vault, ref: str) -> str:
    """Return the cycle's draw key as hex text; made at random once, when first asked for."""
    return vault.secret(f"cycle/{ref}").hex()


def spot_check_key(vault: Vault, ref: str) -> str:
    """Return the key under which a cycle's claims are drawn; made when they are."""
    return vault.secret(f"spot-check/{ref}").hex()


def pack_key(vault: Vault) -> bytes:
    """Return the key of the check codes in packs."""
    return vault.secret("packs")


def seal_key(vault: Vault) -> bytes:
    """Return the secret key that seals what is handed on to other partnerships; always the same."""
    return vault.secret("seal")


def unit_passwords(vault: Vault, pack: IssuedPack) -> Iterator[str]:
    """Yield every password that a pack was ever sent under, the newest first."""
    for sending in range(pack.sending, 0, -1):
        yield unit_password(vault, pack.cycle, pack.unit, sending)


def unit_password(vault: Vault, ref: str, unit: str, sending: int = 1) -> str:
    """Return what opens a unit's key list, and its packs if it wants them protected.

    80 bits, in four groups to read aloud; told by telephone, never beside what it opens.
    """
    name = f"key-list/{ref}/{unit}" if sending == 1 else f"key-list/{ref}/{unit}/{sending}"
    text = base64.b32encode(vault.secret(name)).decode()[:16]
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))
