"""The real application at a real socket of this machine, and GOV.UK Notify's side of a call."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from builders.ports import free_port
from fastapi import FastAPI

from audits.web import PatientProtocol, config_of


TOKEN = "a-token-of-the-boards-own-choosing"


@contextmanager
def served_at(app: FastAPI, line: type[PatientProtocol] = PatientProtocol) -> Iterator[str]:
    """Serve an application in a thread, and give its address."""
    port = free_port()
    config = config_of(app, host="127.0.0.1", port=port, line=line)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def served(app: FastAPI, line: type[PatientProtocol] = PatientProtocol) -> Iterator[httpx.Client]:
    """Serve an application in a thread, and give a client that calls it."""
    with served_at(app, line) as address, httpx.Client(base_url=address, timeout=120) as client:
        yield client


def a_callback(kept: dict[str, Any], status: str) -> dict[str, Any]:
    """Return what Notify posts of a message, field for field as its documentation lists them."""
    return {
        "id": kept["id"],
        "reference": kept["reference"],
        "to": kept["email_address"],
        "status": status,
        "created_at": "2017-03-09T17:00:00.000000Z",
        "completed_at": "2017-03-09T17:00:05.000000Z",
        "sent_at": "2017-03-09T17:00:01.000000Z",
        "notification_type": "email",
        "template_id": "0ad5dd0d-1b05-4d4b-a8a4-5e0a6d1a2f11",
        "template_version": 1,
    }


def call(client: httpx.Client, said: Any, *, token: str = TOKEN) -> httpx.Response:
    """Call as Notify does, and give what it is answered."""
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/notify/delivery", json=said, headers=headers)
