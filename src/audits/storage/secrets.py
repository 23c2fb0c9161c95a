"""The names under which the vault keeps what a cycle must not show."""

import base64
from collections.abc import Iterator

from audits.domain.errors import StatusError
from audits.domain.message import Purpose
from audits.storage import Dispatch, IssuedPack, Vault

from audits.queries.free_text import masks
from audits.workspace import Parts


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
    """Return a unit's password for a person to read out; who looked, and why, is recorded first.

    Raises:
        StatusError: if what it opens was called back.
    """
    with parts.open_view() as view:
        pack = view.first(IssuedPack, cycle=ref, unit=unit, edition=1)
        sending = pack.sending if pack else 1
        mark = str(sending) if sending == 1 else f"again-{sending}"
        recalled = view.find(Dispatch, f"{ref}/{unit}/{Purpose.RECALL}/{Purpose.KEY_LIST}-{mark}")
    if recalled is not None:
        raise StatusError(
            f"The key list of {unit} for {ref} was called back, so its password is given to nobody "
            f"any more. Send a new one: audits pack send-again {ref} {unit} --why '...'"
        )
    parts.vault.record_look("password", f"{ref}/{unit}", why)
    return unit_password(parts.vault, ref, unit, sending)


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
