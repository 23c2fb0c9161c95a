"""Run the application until it is stopped."""

from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from audits.domain.errors import WorkspaceError


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Answer at this address until stopped; a call that has begun is answered first.

    Raises:
        WorkspaceError: if nothing can be served there.
    """
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, server_header=False))
    try:
        with suppress(KeyboardInterrupt):  # Ctrl+C, passed on once everything is closed
            server.run()
    except SystemExit as failure:  # how uvicorn gives up
        raise WorkspaceError(
            f"Nothing can be served at {host}:{port}; the line above says why. If something else "
            "runs there, take another --port."
        ) from failure
