"""Prefect's own server, with its page, for as long as audits are served."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, PREFECT_HOME

from audits.domain.errors import WorkspaceError
from audits.domain.writing import writing


PATIENCE = 120  # seconds; a first start makes Prefect's database


@contextmanager
def running_server(port: int) -> Iterator[None]:
    """Run a server on this machine only, until the block is left.

    Raises:
        WorkspaceError: if it does not start.
    """
    command = [sys.executable, "-m", "prefect", "server", "start"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with writing(PREFECT_HOME.value()):
        log = (PREFECT_HOME.value() / "server.log").open("ab")
    process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 -- our own words
    try:
        _wait_for(process)
        yield
    finally:
        process.terminate()
        process.wait()
        log.close()


def _wait_for(process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE):
        if process.poll() is not None:
            break
        with get_client(sync_client=True) as client:
            if client.api_healthcheck() is None:
                return
        time.sleep(1)
    raise WorkspaceError(
        f"Prefect's server did not start at {PREFECT_API_URL.value()}; server.log in "
        f"{PREFECT_HOME.value()} says why. If another one runs there, name it in audits.toml "
        "(prefect_api_url) or take another --port."
    )
