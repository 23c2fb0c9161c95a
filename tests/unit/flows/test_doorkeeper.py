"""Whom the doorkeeper of Prefect's server lets pass."""

import asyncio
from typing import Any

import pytest

from audits.flows.doorkeeper import Doorkeeper


async def _prefect(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"what only Prefect knows"})


def answer(headers: list[tuple[str, str]], path: str = "/api/flows", **more: Any) -> list[Any]:
    """Return what is sent to somebody who calls like this."""
    sent: list[Any] = []
    pairs = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "path": path, "headers": pairs, **more}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Doorkeeper(_prefect)(scope, None, send))
    return sent


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "127.0.0.1:4200")],
        [("host", "localhost:4200"), ("origin", "http://localhost:4200")],
        [("host", "LocalHost"), ("origin", "http://localhost")],
        [("host", "[::1]:4200"), ("origin", "http://[::1]:4200")],
        [("host", "localhost:9999"), ("origin", "http://localhost:9999")],  # through a tunnel
    ],
)
def test_this_machine_by_its_own_names_and_from_its_own_page_gets_in(headers):
    start, body = answer(headers)
    assert (start["status"], body["body"]) == (200, b"what only Prefect knows")
    assert (b"x-frame-options", b"DENY") in start["headers"]


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("host", "rebound.example:4200")],
        [("host", "127.0.0.1.rebound.example:4200")],
        [("host", "localhost:4200@rebound.example")],
        [("host", "localhost:4200\n")],
        [("host", "localhost:4200"), ("host", "rebound.example")],
        [("host", "localhost:4200"), ("origin", "https://a.example")],
        [("host", "localhost:4200"), ("origin", "null")],
        [("host", "localhost:4200"), ("origin", "http://localhost:3000")],  # another's page here
        [("host", "localhost:4200"), ("origin", "http://127.0.0.1:4200")],
        [("host", "localhost:4200"), ("origin", "https://localhost:4200")],
    ],
)
def test_a_name_or_a_page_of_somebody_else_gets_nothing(headers):
    start, body = answer(headers)
    assert start["status"] == 403
    assert b"Prefect" not in body["body"]
    assert not [name for name, _ in start["headers"] if name.startswith(b"access-control")]
    assert answer(headers, type="websocket", scheme="ws") == [
        {"type": "websocket.close", "code": 1008}
    ]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_what_nobody_needs_is_shut(path):
    assert answer([("host", "localhost:4200")], path)[0]["status"] == 403


def test_an_encrypted_line_is_its_own_page():
    headers = [("host", "127.0.0.1:4200"), ("origin", "https://127.0.0.1:4200")]
    assert answer(headers, scheme="https")[0]["status"] == 200
