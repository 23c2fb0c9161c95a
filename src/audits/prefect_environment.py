"""What Prefect is told by the environment, before it is imported."""

import os
from collections.abc import Mapping
from pathlib import Path

from audits.settings import Settings


# Rounds of Prefect's server: what we do not use is off, the rest may wait a little. It looks every
# so many seconds for deployments that want runs made; it makes them for an hour ahead at least.
ROUNDS = {
    "SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "15",  # after a start, until their first runs
    "LATE_RUNS_ENABLED": "false",  # our own lease says what is late
    "FOREMAN_ENABLED": "false",  # it looks after work pools
    "PAUSE_EXPIRATIONS_ENABLED": "false",
    "REPOSSESSOR_ENABLED": "false",  # it looks after limits
    "CLEANUP_RECONCILER_ENABLED": "false",
    "CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
    "TRIGGERS_ENABLED": "false",  # no run starts another
}


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
    for name, value in ROUNDS.items():
        os.environ.setdefault(f"PREFECT_SERVER_SERVICES_{name}", value)
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


def set_for_prefect(words: Mapping[str, str]) -> None:
    """Tell Prefect in this process what its runner has to say to a run."""
    os.environ.update(words)
