"""Where GOV.UK Notify calls to say what became of a message.

It calls again, five times in half an hour, until it is answered 2xx; so whatever was understood is
answered so, also when it changes nothing. What it sends holds a recipient's address: none of it is
logged, or said back.
"""

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, status
from pydantic import ValidationError

from audits.delivery import NotifyStatus
from audits.steps.dispatch.record_callback import record_callback

from .site import site_of


LARGEST = 16 * 1024  # bytes; Notify's own are under one kilobyte


def notify_router() -> APIRouter:
    """Return what answers ``POST /notify/delivery`` to a caller who knows the site's token."""
    router = APIRouter(prefix="/notify", dependencies=[Depends(_who_knows)])

    @router.post("/delivery", status_code=status.HTTP_204_NO_CONTENT)
    def delivery(
        request: Request, message: Annotated[NotifyStatus, Depends(_what_is_said)]
    ) -> None:
        """Record what became of a message."""
        record_callback(message, workspace=site_of(request).workspace)

    return router


def _who_knows(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    token = site_of(request).delivery_token
    if token is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    wanted = f"Bearer {token.get_secret_value()}".encode()
    if not hmac.compare_digest(authorization.encode(), wanted):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "The token is not the one we chose.")


async def _what_is_said(request: Request) -> NotifyStatus:
    """Return the body as Notify documents it.

    Raises:
        HTTPException: 413 if it is larger than any of Notify's, 422 if it is something else.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, "Notify sends less than this.")
    try:
        return NotifyStatus.model_validate_json(bytes(body))
    except ValidationError as error:
        wrong = ", ".join(sorted({str(e["loc"][0]) for e in error.errors() if e["loc"]})) or "JSON"
        raise HTTPException(
            status.HTTP_422_UNPROCESSABLE_CONTENT, f"This is not what Notify sends: {wrong}."
        ) from None  # the error itself quotes what was sent
