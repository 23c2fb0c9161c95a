"""What Prefect is told by the environment, before it is imported."""

import os
from pathlib import Path

from audits.settings import Settings


def prepare_prefect(settings: Settings) -> None:
    """Keep Prefect inside the workspace and quiet, before it is imported.

    It calls home unless told not to, keeps its database in the user's home, and opens a port that
    anybody on this machine may use where it is told of no server.
    """
    os.environ.update(
        PREFECT_HOME=str(settings.prefect_home),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="false",
        PREFECT_LOGGING_LEVEL=os.environ.get("PREFECT_LOGGING_LEVEL", "WARNING"),
    )
    if settings.prefect_api_url:
        os.environ["PREFECT_API_URL"] = settings.prefect_api_url


def point_prefect_at(url: str, *, page: str, sign_in: str, certificate: Path) -> None:
    """Tell this process, and those it starts, of a server of our own, before Prefect is imported.

    By the environment, which nobody but their owner may read; a command line may be read by all.
    """
    os.environ.update(
        PREFECT_API_URL=url,
        PREFECT_API_AUTH_STRING=sign_in,
        PREFECT_API_SSL_CERT_FILE=str(certificate),
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED="true",
        PREFECT_SERVER_API_AUTH_STRING=sign_in,
        PREFECT_SERVER_CSRF_PROTECTION_ENABLED="true",
        PREFECT_SERVER_CORS_ALLOWED_ORIGINS="null",
        PREFECT_UI_URL=page,
        PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT="false",
        PREFECT_SERVER_UI_API_URL="/api",  # wherever the page itself came from
    )
