"""What goes wrong, as programs read it (RFC 9457)."""

import json
from http import HTTPStatus

from fastapi.responses import Response


API = "/api/"  # what stands below is read by programs
CHALLENGE = 'Bearer realm="audits", Basic realm="audits", charset="UTF-8"'


def problem(status: int, detail: str = "") -> Response:
    """Return a problem as JSON; whoever has no token is told which are taken (RFC 9110, 11.6.1)."""
    body: dict[str, str | int] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    if detail:
        body["detail"] = detail
    headers = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = CHALLENGE
    return Response(
        json.dumps(body, ensure_ascii=False).encode(),
        status,
        headers=headers,
        media_type="application/problem+json",
    )
