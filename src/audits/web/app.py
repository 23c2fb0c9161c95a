"""The application: each part of it is a router, and is given what it needs here."""

from fastapi import FastAPI
from pydantic import SecretStr

from audits.workspace import Workspace

from .health import health_router
from .notify import notify_router


def make_app(workspace: Workspace, delivery_token: SecretStr | None = None) -> FastAPI:
    """Return the application; without a token nobody may call to say what became of a message."""
    # No page of its own that describes it: who calls it has that from us.
    app = FastAPI(title="audits", openapi_url=None)
    app.include_router(health_router(workspace))
    if delivery_token is not None:
        app.include_router(notify_router(workspace, delivery_token))
    return app
