"""A sign of life, for whoever watches over the machine."""

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from audits.queries.engine.status import health as look

from .site import site_of


UNWELL = 503


def health_router() -> APIRouter:
    """Return what answers ``GET /health``."""
    router = APIRouter()

    @router.get("/health")
    def health(request: Request) -> JSONResponse:
        """Say in figures how the engine is.

        503 if a tick is late, if database or vault cannot be read, or the disk is nearly full.
        """
        engine = look(workspace=site_of(request).workspace)
        code = 200 if engine.status == "ok" else UNWELL
        return JSONResponse(jsonable_encoder(engine), code)

    return router
