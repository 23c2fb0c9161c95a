"""Re-perform a draw from its certificate."""

from pathlib import Path
from typing import Any

from audits.domain.errors import StatusError
from audits.reporting import make_certificate
from audits.sampling import verify
from audits.storage import Draw, write_whole

from .parts import Parts


def verify_sample(ref: str, *, parts: Parts) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a cycle's certificate and what does not agree with it (nothing, if it verifies).

    Raises:
        StatusError: if the draw does not exist or is not approved, so that its key is not shown.
    """
    with parts.open_uow() as uow:
        row = uow.find(Draw, ref)
    if row is None or not row.certificate["key"]:
        raise StatusError(f"{ref} has no approved draw yet. Approve it: audits cycle approve {ref}")
    frame = parts.stores.frames.read(row.certificate["frame_sha256"]).decode()
    wrong = verify(row.certificate, frame)
    return {**row.certificate, "verified": not wrong}, wrong


def write_certificate(ref: str, *, parts: Parts) -> Path:
    """Write a cycle's certificate as text, with the ten lines that say how to do it by hand.

    Raises:
        NotFoundError: if the cycle has not been drawn.
    """
    with parts.open_uow() as uow:
        facts = dict(uow.get(Draw, ref).certificate)
    path = parts.stores.papers / ref / f"{ref}-certificate.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, make_certificate(facts).encode())
    return path
