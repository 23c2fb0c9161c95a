"""Run the application until it is stopped."""

import gc
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from audits.domain.errors import WorkspaceError
from audits.domain.remedies import Missing, Remedy

from .boards import Boards
from .patience import KEPT_OPEN, PatientProtocol


App = FastAPI | Boards


def config_of(
    app: App, *, host: str, port: int, line: type[PatientProtocol] = PatientProtocol
) -> uvicorn.Config:
    """Return how an application is served: no caller may hold a line for ever, or all of them."""
    # Addresses hold links that sign in, and what people search for: none goes into a log.
    return uvicorn.Config(
        app, host=host, port=port, http=line, server_header=False, access_log=False,
        timeout_keep_alive=2 * KEPT_OPEN,  # the line's own time is over first
    )  # fmt: skip


def keep_what_is_there() -> None:
    """Spare what is in memory now the search for garbage: of what serves, it stays to the end.

    Looking through it cost a page of many rows a tenth of a second, twice as much as the page.
    """
    gc.collect()
    gc.freeze()


def serve(app: App, *, host: str, port: int) -> None:
    """Answer at this address until stopped; a call that has begun is answered first.

    Raises:
        WorkspaceError: if nothing can be served there.
    """
    server = uvicorn.Server(config_of(app, host=host, port=port))
    keep_what_is_there()
    try:
        with suppress(KeyboardInterrupt):  # Ctrl+C, passed on once everything is closed
            server.run()
    except SystemExit as failure:  # how uvicorn gives up
        raise WorkspaceError(
            f"Nothing can be served at {host}:{port}; the line above says why. If something else "
            "runs there, take another port.",
            remedy=Remedy(Missing.PORT),
        ) from failure
