"""`audits schedule` as a process of its own, and an officer who is signed in at its page."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from audits.domain.errors import WorkspaceError
from audits.settings import read_settings
from audits.steps.ticks.take_turn import take_turn
from audits.storage import read_sign_in
from audits.wiring import build


RUN = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
PATIENCE = 1800  # seconds a call may wait, on however slow a machine: pytest's own limit


def audits(*words: str) -> list[str]:
    """Return a command line of the product."""
    return [sys.executable, "-c", RUN, *words]


def let_nothing_be_overdue(home: Path) -> None:
    """Let every tick have been done just now: a schedule that starts has none to make up for."""
    workspace = build(read_settings(home))
    for tick in workspace.schedule:
        turn = take_turn(tick.name, workspace=workspace)
        assert turn is not None, tick.name
        with turn:
            pass


@contextmanager
def serving(home: Path, port: int, **popen: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run `audits schedule` until the block is left, and end it as Ctrl+C does."""
    env = {**os.environ, "AUDITS_HOME": str(home)}
    popen.setdefault("stdout", subprocess.DEVNULL)
    with subprocess.Popen(audits("schedule", "--port", str(port)), env=env, **popen) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)  # nothing, where it has ended


def wait_until(holds: Callable[[], Any], process: subprocess.Popen[bytes]) -> None:
    """Wait for what must come about while a process lives; a limit on the whole test is pytest's.

    Nothing is said about how long that takes.
    """
    while not holds():
        assert process.poll() is None, "it stopped"
        time.sleep(0.5)


@contextmanager
def signed_in(home: Path, port: int, process: subprocess.Popen[bytes]) -> Iterator[httpx.Client]:
    """Give a client of the page's own interface that signs in as a browser does."""
    base, patient = f"http://127.0.0.1:{port}/api", httpx.Timeout(PATIENCE)
    with httpx.Client(base_url=base, timeout=patient) as client:
        wait_until(lambda: _sign_in(client, home / "prefect", port), process)
        yield client


def _sign_in(client: httpx.Client, folder: Path, port: int) -> bool:
    """Take the word of the day, and a token against forged calls; tell whether both are taken."""
    # What a schedule that was killed left lies there until the next has begun.
    with suppress(WorkspaceError, httpx.ConnectError):
        name, _, word = read_sign_in(folder, port).partition(":")
        client.auth = (name, word)
        answer = client.get("/csrf-token", params={"client": "an officer"})
        if answer.status_code == 200:
            client.headers["Prefect-Csrf-Client"] = "an officer"
            client.headers["Prefect-Csrf-Token"] = answer.json()["token"]
            return True
    return False


def asked(client: httpx.Client, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the server lists, asked again while its SQLite is busy: then it says 503."""
    while (answer := client.post(path, json=body)).status_code >= 500:
        time.sleep(1)
    return list(answer.raise_for_status().json())


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of a process and of all that it started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [process.pid]
    for each in found:  # it grows while it is walked
        found += [child for child, parent in parents.items() if parent == each]
    return found


def server_of(process: subprocess.Popen[bytes]) -> int:
    """Return the id of the process that Prefect's server runs in."""
    [found] = parts_of(process, "server")
    return found


def parts_of(process: subprocess.Popen[bytes], name: str) -> list[int]:
    """Return the ids of the processes that it forked for something, a ``run`` perhaps."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in children if _name_of(child) == f"audits-{name}"]


def _name_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""  # it has ended meanwhile


def listening_ports(pids: list[int]) -> set[int]:
    """Return every port at which one of these processes listens."""
    links = [link for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()]
    sockets = {found[0] for link in links if (found := re.findall(r"socket:\[(\d+)", _to(link)))}
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path("/proc/net", table).read_text().splitlines()[1:]
    ]
    return {
        int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in sockets
    }


def _to(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""  # closed meanwhile


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended and given up its sockets, whoever is to bury it."""
    with suppress(FileNotFoundError):
        while " Z " not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:4]:
            time.sleep(0.1)
