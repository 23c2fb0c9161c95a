"""What programs read under ``/api/v1``: lists as JSON and CSV, to whoever has a token."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from audits.domain.errors import UserError
from audits.domain.permissions import may
from audits.domain.remedies import Verb
from audits.queries.as_csv import csv_of
from audits.queries.as_json import as_plain
from audits.queries.for_programs import Part
from audits.steps.access.tokens import enter_by_token
from audits.web.errors import NotAllowedError
from audits.web.site import site_of
from audits.web.visit import Visit

from .lists import LISTS, ApiList, Paged
from .openapi import openapi_document


PREFIX = "/api/v1"
NOT_CHANGED = 304


def api_router() -> APIRouter:
    """Return what answers programs."""
    router = APIRouter(prefix=PREFIX)
    document = json.dumps(openapi_document(PREFIX), indent=2).encode()

    @router.get("/openapi.json")
    def openapi() -> Response:
        """Return what there is to read; it says nothing of what is kept, so anybody may have it."""
        return Response(document, media_type="application/json")

    for offered in LISTS:
        router.add_api_route(f"/{offered.name}", _answering(offered, _as_json), methods=["GET"])
        router.add_api_route(f"/{offered.name}.csv", _answering(offered, _as_csv), methods=["GET"])
    return router


Written = Callable[[ApiList, Part[object]], Response]


def _answering(offered: ApiList, written: Written) -> Callable[..., Response]:
    """Return the function that answers for one list in one form."""

    def answer(visit: Annotated[Visit, Depends(_admit(offered.verb))]) -> Response:
        asked = _asked(offered, visit.request)
        part = offered.answer(asked, visit)
        response = written(offered, part)
        response.headers["Link"] = ", ".join(_links(visit.request, asked, part.number))
        response.headers["Total-Count"] = str(part.number)
        return _unless_known(response, visit.request)

    return answer


def _admit(verb: Verb) -> Callable[[Request], Visit]:
    """Return what lets in a program whose token's owner may."""

    def admit(request: Request) -> Visit:
        site = site_of(request)
        workspace = site.workspace
        machine = Visit(site, request, None).caller.machine
        owner = enter_by_token(_token_of(request), machine=machine, workspace=workspace)
        if not may(owner.role, verb):
            raise NotAllowedError
        return Visit(site, request, owner)

    return admit


def _token_of(request: Request) -> str:
    """Return the token that a request brings: a bearer's, or the password of whatever user."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return given.strip()
    if scheme.casefold() != "basic":
        return ""
    try:
        pair = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return pair.partition(":")[2]


def _asked(offered: ApiList, request: Request) -> Paged:
    """Return what is asked of a list.

    Raises:
        UserError: naming what the list does not know.
    """
    try:
        return offered.asked.model_validate(dict(request.query_params))
    except ValidationError as errors:
        first = errors.errors()[0]
        name = ".".join(map(str, first["loc"]))
        known = ", ".join(field.alias or key for key, field in offered.asked.model_fields.items())
        raise UserError(
            f"'{name}' cannot be asked for so: {first['msg']}. You may ask for: {known}."
        ) from None


def _as_json(_: ApiList, part: Part[object]) -> Response:
    body = json.dumps(as_plain(part.rows), ensure_ascii=False)
    return Response(body.encode(), media_type="application/json")


def _as_csv(offered: ApiList, part: Part[object]) -> Response:
    body = csv_of(offered.row, part.rows).encode()
    return Response(body, media_type="text/csv; charset=utf-8; header=present")


def _links(request: Request, asked: Paged, number: int) -> Iterator[str]:
    """Yield where the other pages are (RFC 8288)."""
    limit, offset = asked.limit, asked.offset
    last = max(0, number - 1) // limit * limit
    pages = {"first": 0, "last": last}
    if offset > 0:
        pages["prev"] = max(0, offset - limit)
    if offset + limit < number:
        pages["next"] = offset + limit
    path = site_of(request).prefix + request.url.path
    for name, start in pages.items():
        query = {**request.query_params, "limit": limit, "offset": start}
        yield f'<{path}?{urlencode(query)}>; rel="{name}"'


def _unless_known(response: Response, request: Request) -> Response:
    """Return the answer, or only that it is the one that whoever asks has already (RFC 9110)."""
    etag = f'"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    known = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    if etag not in tags and known.strip() != "*":
        return response
    kept = {name: response.headers[name] for name in ("ETag", "Link", "Total-Count")}
    return Response(status_code=NOT_CHANGED, headers=kept)
