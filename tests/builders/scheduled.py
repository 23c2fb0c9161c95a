"""`audits schedule` as a process of its own, and an officer who is signed in at its page."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from audits.storage import read_sign_in


RUN = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
PATIENCE = 150  # seconds a call may wait while the server starts


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def audits(*words: str) -> list[str]:
    """Return a command line of the product."""
    return [sys.executable, "-c", RUN, *words]


@contextmanager
def serving(home: Path, port: int, **popen: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run `audits schedule` until the block is left, and end it as Ctrl+C does."""
    env = {**os.environ, "AUDITS_HOME": str(home)}
    popen.setdefault("stdout", subprocess.DEVNULL)
    with subprocess.Popen(audits("schedule", "--port", str(port)), env=env, **popen) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def wait_until(holds: Callable[[], Any], process: subprocess.Popen[bytes]) -> None:
    """Wait for what must come about while a process lives; a limit on the whole test is pytest's.

    Nothing is said about how long that takes.
    """
    while not holds():
        assert process.poll() is None, "it stopped"
        time.sleep(0.2)


@contextmanager
def signed_in(home: Path, port: int, process: subprocess.Popen[bytes]) -> Iterator[httpx.Client]:
    """Give a client of the page's own interface that signs in as a browser does."""
    folder = home / "prefect"
    wait_until(lambda: (folder / f"server-{port}" / "sign-in").is_file(), process)
    name, _, word = read_sign_in(folder, port).partition(":")
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}/api", auth=(name, word), timeout=PATIENCE
    ) as client:
        wait_until(lambda: _ask_for_token(client), process)
        yield client


def _ask_for_token(client: httpx.Client) -> bool:
    """Take a token against forged calls; answered once Prefect's database is there."""
    answer = client.get("/csrf-token", params={"client": "an officer"})
    if answer.status_code >= 500:
        return False
    token = answer.raise_for_status().json()["token"]
    client.headers.update({"Prefect-Csrf-Client": "an officer", "Prefect-Csrf-Token": token})
    return True
