"""The process that Prefect's server runs in: `python -m audits.flows.server_process`.

It is given listening sockets, so the ports are its parent's and stay held while it is away:

    certificate, key    for the first socket, on which our own processes call
    one number a socket the first is encrypted, the others show the page to a browser
"""

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

import uvicorn
from prefect.server.api.server import create_app

from .doorkeeper import Doorkeeper


READY = b"ready\n"
LAST_ORDERS = 10  # seconds to end in good order once the parent is gone


def main() -> None:
    """Serve until stopped, or until the process that started this one is gone."""
    certificate, key, *numbers = sys.argv[1:]
    api, *pages = [socket.socket(fileno=int(number)) for number in numbers]
    threading.Thread(target=_end_with_parent, daemon=True).start()
    app: Any = Doorkeeper(create_app(ephemeral=not pages, final=True))
    encrypted = _server(app, lifespan="on", ssl_certfile=certificate, ssl_keyfile=key)
    asyncio.run(_serve(encrypted, [api], _server(app, lifespan="off"), pages))


def _server(app: Any, **settings: Any) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # nobody stands before it who could say who calls
            server_header=False,
            timeout_graceful_shutdown=5,
            **settings,
        )
    )


async def _serve(
    encrypted: uvicorn.Server,
    api: Sequence[socket.socket],
    plain: uvicorn.Server,
    pages: Sequence[socket.socket],
) -> None:
    """Serve both; the page waits until the first has made Prefect's database.

    A signal goes to the server that began last, which hands it on when it has ended.
    """
    first = asyncio.create_task(encrypted.serve(list(api)))
    while not encrypted.started and not first.done():
        await asyncio.sleep(0.1)
    if not first.done():
        _say_ready()
        if pages:
            await plain.serve(list(pages))
    await first


def _say_ready() -> None:
    """Tell the parent, and write to the log from then on: nobody reads the line any more."""
    os.write(sys.stdout.fileno(), READY)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _end_with_parent() -> None:
    """End this process when its parent has: the line to it is cut, whatever killed it.

    By force in the end. While it makes Prefect's database it hears no signal, and whoever starts
    the schedule again waits for the ports.
    """
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_ORDERS)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
