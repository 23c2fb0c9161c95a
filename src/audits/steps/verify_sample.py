"""Re-perform a draw from its certificate."""

from typing import Any

from audits.domain.errors import StatusError
from audits.sampling import verify
from audits.storage import Draw

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
