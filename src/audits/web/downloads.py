"""Files that leave by a page: always to be kept, never shown, under a name of ours."""

import re
from urllib.parse import quote

from fastapi.responses import Response


UNSAFE = re.compile(r"[^\w .()-]", re.ASCII)  # in a header, or in a name on some system
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def download(name: str, data: bytes) -> Response:
    """Return a file to be kept (RFC 6266); what is not known by its ending is bytes."""
    kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
    plain = UNSAFE.sub("_", name)
    kept = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"Content-Disposition": kept})


def picture(svg: str) -> Response:
    """Return a picture that a page shows: nothing in it runs, and it loads nothing."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    headers = {"Content-Security-Policy": policy}
    return Response(svg, media_type="image/svg+xml", headers=headers)
