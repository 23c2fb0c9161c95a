"""A draw's certificate as files: enough to draw again by hand."""

from audits.domain.errors import NotFoundError
from audits.reporting import make_certificate_files
from audits.sampling import flow
from audits.storage import Cycle, Draw
from audits.workspace import Workspace


def certificate_files(ref: str, *, workspace: Workspace) -> dict[str, bytes]:
    """Return a cycle's certificate as text, JSON and PDF with the frame beside it, by file name.

    The ten lines in it, any SHA-256 tool and the frame file are enough to draw again by hand.

    Raises:
        NotFoundError: if the cycle has not been drawn.
    """
    with workspace.open_view() as view:
        kept = view.get(Draw, ref).certificate
    frame = workspace.stores.frames.read(kept["frame_sha256"])
    files = {f"{ref}-frame.csv": frame}
    for ending, content in make_certificate_files({**kept, "flow": flow(kept)}).items():
        files[f"{ref}-certificate.{ending}"] = content
    return files


def frame_file(ref: str, *, workspace: Workspace) -> bytes:
    """Return the list that a cycle was drawn from, or is to be: a line a case, without names.

    Raises:
        NotFoundError: if there is no such cycle, or its list is not frozen yet.
    """
    with workspace.open_view() as view:
        digest = view.get(Cycle, ref).frame_sha256
    if digest is None:
        raise NotFoundError(f"Nothing is frozen yet that {ref} could be drawn from.")
    return workspace.stores.frames.read(digest)
