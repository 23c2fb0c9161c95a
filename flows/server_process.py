"""What Prefect's server runs by: in a process that is forked, or `python -m` with these words.

It is given listening sockets, so the ports are its parent's and stay held while it is away:

    certificate, key    for the first socket, on which our own processes call
    a number            a pipe into which it writes once it is ready
    one number a socket the first is encrypted, the others show the page to a browser
"""

import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from docket import Docket, Worker
from prefect.server.api import background_workers
from prefect.server.api.server import create_app

from .doorkeeper import Doorkeeper
from .forks import end_when_cut


LOOKS = timedelta(seconds=5)  # between two looks of Prefect's server for what it has to do itself


def main() -> None:
    """Serve until stopped, or until the process that started this one is gone."""
    certificate, key, *numbers = sys.argv[1:]
    ready, *sockets = map(int, numbers)
    Thread(target=end_when_cut, args=(sys.stdin.fileno(),), daemon=True).start()
    serve(Path(certificate), Path(key), ready, [socket.socket(fileno=number) for number in sockets])


def serve(certificate: Path, key: Path, ready: int, sockets: Sequence[socket.socket]) -> None:
    """Serve at these sockets until stopped; say in a pipe when it is ready."""
    api, *pages = sockets
    vars(background_workers)["Worker"] = SeldomWorker  # there is no setting of Prefect's for it
    app: Any = Doorkeeper(create_app(ephemeral=not pages, final=True))
    encrypted = _server(app, lifespan="on", ssl_certfile=certificate, ssl_keyfile=key)
    asyncio.run(_serve(encrypted, [api], _server(app, lifespan="off"), pages, ready))


class SeldomWorker(Worker):
    """What does the server's own rounds, looking for them now and then.

    By itself it looks eighteen times a second, which takes half of what the whole server takes at
    rest. What is to be done at once wakes it.
    """

    def __init__(self, docket: Docket) -> None:
        docket.heartbeat_interval = LOOKS * 6
        super().__init__(docket, minimum_check_interval=LOOKS, scheduling_resolution=LOOKS)

    async def _cancellation_listener(self) -> None:
        """Listen to nobody: the server calls off none of its own rounds."""
        assert self._processing_session is not None  # noqa: S101 -- it is started with one
        self._processing_session.cancellation_ready.set()


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
    ready: int,
) -> None:
    """Serve both; the page waits until the first has made Prefect's database.

    A signal goes to the server that began last, which hands it on when it has ended.
    """
    first = asyncio.create_task(encrypted.serve(list(api)))
    while not encrypted.started and not first.done():
        await asyncio.sleep(0.1)
    if not first.done():
        os.write(ready, b"!")
        if pages:
            await plain.serve(list(pages))
    await first


if __name__ == "__main__":
    main()
