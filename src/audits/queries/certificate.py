"""A draw's certificate as files: enough to draw again by hand."""

from audits.reporting import make_certificate_files
from audits.sampling import flow
from audits.storage import Draw
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
