"""A sign of life, for whoever watches over the machine."""

from fastapi import APIRouter

from audits.steps.describe import list_registers
from audits.steps.parts import Parts


def health_router(parts: Parts) -> APIRouter:
    """Return what answers ``GET /health``."""
    router = APIRouter()

    @router.get("/health")
    def health() -> dict[str, str]:
        """Say that the program runs and its database can be read; 500 if not."""
        list_registers(parts=parts)
        return {"status": "ok"}

    return router
