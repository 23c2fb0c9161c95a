"""The names under which the vault keeps what a cycle must not show."""

import base64

from audits.storage import Vault

from .free_text import masks
from .parts import Parts


def cycle_key(vault: Vault, ref: str) -> str:
    """Return the cycle's draw key as hex text; made at random once, when first asked for."""
    return vault.secret(f"cycle/{ref}").hex()


def spot_check_key(vault: Vault, ref: str) -> str:
    """Return the key under which a cycle's claims are drawn; made when they are."""
    return vault.secret(f"spot-check/{ref}").hex()


def pack_key(vault: Vault) -> bytes:
    """Return the key of the check codes in packs."""
    return vault.secret("packs")


@masks("why")
def show_password(ref: str, unit: str, *, why: str, parts: Parts) -> str:
    """Return a unit's password for a person to read out; who looked, and why, is recorded first."""
    parts.vault.record_look("password", f"{ref}/{unit}", why)
    return unit_password(parts.vault, ref, unit)


def unit_password(vault: Vault, ref: str, unit: str) -> str:
    """Return what opens a unit's key list, and its packs if it wants them protected.

    80 bits, in four groups to read aloud; told by telephone, never beside what it opens.
    """
    text = base64.b32encode(vault.secret(f"key-list/{ref}/{unit}")).decode()[:16]
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))
