"""A sign of life, for whoever watches over the machine."""

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from audits.queries.engine.status import health as look
from audits.workspace import Workspace


UNWELL = 503


def health_router(workspace: Workspace) -> APIRouter:
    """Return what answers ``GET /health``."""
    router = APIRouter()

    @router.get("/health")
    def health() -> JSONResponse:
        """Say in figures how the engine is.

        503 if a tick is late, if database or vault cannot be read, or the disk is nearly full.
        """
        engine = look(workspace=workspace)
        code = 200 if engine.status == "ok" else UNWELL
        return JSONResponse(jsonable_encoder(engine), code)

    return router
