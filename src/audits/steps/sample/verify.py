"""Re-perform a draw from its certificate."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from audits.domain.errors import StatusError
from audits.domain.remedies import Remedy, Verb
from audits.queries.certificate import certificate_files
from audits.sampling import verify
from audits.storage import Draw, write_whole
from audits.workspace import Workspace


class VerifiedDraw(NamedTuple):
    """A draw's certificate, as it is published, and each sentence about what does not agree.

    Nothing is wrong if it verifies; the certificate's ``verified`` says so.
    """

    certificate: Mapping[str, Any]
    wrong: tuple[str, ...]


def verify_sample(ref: str, *, workspace: Workspace) -> VerifiedDraw:
    """Draw a cycle's cases again from its certificate and its frozen frame, and compare.

    Raises:
        StatusError: if the draw does not exist or is not approved, so that its key is not shown.
    """
    with workspace.open_view() as view:
        row = view.find(Draw, ref)
    if row is None:
        raise StatusError(f"{ref} has no draw yet.", remedy=Remedy(Verb.DRAW_SAMPLE, ref))
    if not row.certificate["key"]:
        raise StatusError(f"{ref} has no approved draw yet.", remedy=Remedy(Verb.APPROVE_DRAW, ref))
    frame = workspace.stores.frames.read(row.certificate["frame_sha256"]).decode()
    wrong = verify(row.certificate, frame)
    return VerifiedDraw({**row.certificate, "verified": not wrong}, wrong)


def write_certificate(ref: str, *, workspace: Workspace) -> Path:
    """Write a cycle's certificate and its frame into the folder of its papers; return the text.

    Raises:
        NotFoundError: if the cycle has not been drawn.
    """
    files = certificate_files(ref, workspace=workspace)
    folder = workspace.stores.papers / ref
    for name, content in files.items():
        write_whole(folder / name, content)
    digests = {
        f"{ref}/{name}": hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    with workspace.open_uow() as uow:
        uow.note("certificate written", ref, files=digests)
        uow.commit()
    return folder / f"{ref}-certificate.txt"
