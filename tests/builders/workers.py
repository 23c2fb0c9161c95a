"""Workers of a pool at a Prefect server, each a process with a home of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from audits.workspace import Workspace

from .scheduled import PATIENCE, audits


POOL = "audits"
OFTEN = '\n[schedule]\nsend-due = "every 15 seconds"\n'
Started = subprocess.Popen[bytes]


@contextmanager
def prefect_server(folder: Path, port: int) -> Iterator[Started]:
    """Run a Prefect server as anybody would; what it keeps outlives it."""
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    env = {
        **os.environ, "PREFECT_HOME": str(folder), "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "prefect", *words], env=env, stdout=subprocess.DEVNULL
    ) as process:
        try:
            until(lambda: _answers(port))
            yield process
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/api/ready", timeout=5).status_code == 200
    return False


def until(holds: Callable[[], Any]) -> None:
    """Wait for what must come about; pytest gives up for us."""
    while not holds():
        time.sleep(0.5)


@contextmanager
def working(home: Path) -> Iterator[Started]:
    """Run `audits worker` with a home of its own until the block is left."""
    words, env = audits("worker", "--pool", POOL), {**os.environ, "AUDITS_HOME": str(home)}
    with (
        home.with_suffix(".log").open("wb") as log,
        subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def deploy(home: Path) -> str:
    """Give everything to the pool; return what the command says."""
    ran = subprocess.run(
        audits("schedule", "--pool", POOL), env={**os.environ, "AUDITS_HOME": str(home)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout


def api(port: int, path: str, body: dict[str, Any] | None) -> Any:
    """Ask the server, again while it says that it is busy: its SQLite serves one after another."""
    method = "GET" if body is None else "POST"
    while True:
        answer = httpx.request(
            method, f"http://127.0.0.1:{port}/api{path}", json=body, timeout=PATIENCE
        )
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            answer.raise_for_status()
            return answer.json() if answer.content else None
        time.sleep(1)


def sent_since(workspace: Workspace, moment: datetime) -> bool:
    """Tell whether a run of the tick that sends succeeded after a moment."""
    states = {state.name: state for state in workspace.ticks.states()}
    tick = states.get("send-due")
    return bool(tick and tick.succeeded_at and tick.succeeded_at > moment)
