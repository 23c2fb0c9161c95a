"""`audits serve` as a process of its own, and somebody who is signed in at it over the wire."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from builders.ports import free_port
from builders.scheduled import PATIENCE, audits, family, listening_ports, wait_for_end, wait_until

from audits.domain.permissions import Role
from audits.queries.accounts import list_accounts
from audits.settings import read_settings
from audits.steps.access.accounts import add_account, offer_sign_in
from audits.wiring import build
from audits.workspace import Workspace


TOKEN = re.compile(r'name="form_token" value="(\w+)"')
OFFICER = "kim@partnership.example"


class Served:
    """`audits serve`, with these words, on a workspace."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home, self.port, self.schedule_port = home, free_port(), free_port()
        self.said = home / "said.txt"
        self._words = words
        self.start()

    def start(self) -> None:
        """Start it, perhaps again: at the same ports."""
        ports = ["--port", str(self.port), "--schedule-port", str(self.schedule_port)]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                audits("serve", *ports, *self._words), stdout=said, stderr=said,
                env={**os.environ, "AUDITS_HOME": str(self.home)},
            )  # fmt: skip

    @property
    def address(self) -> str:
        """Return where the website is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def workspace(self) -> Workspace:
        """Return the parts of its workspace, on the clock that it goes by."""
        return build(read_settings(self.home))

    def states(self) -> dict[str, Any]:
        """Return what is known of each tick."""
        return {state.name: state for state in self.workspace.ticks.states()}

    def wait_until(self, holds: Any) -> None:
        """Wait for what must come about while it runs."""
        wait_until(holds, self.process)

    def answers(self) -> httpx.Response | None:
        """Return a sign of life, None if there is none yet."""
        try:
            # To load the world's certificates takes longer than the call.
            address = f"{self.address}/health"
            return httpx.get(address, timeout=20, verify=False)  # noqa: S501 -- it has none
        except httpx.TransportError:
            return None

    def has_schedule(self) -> bool:
        """Tell whether Prefect's page is there."""
        return self.schedule_port in listening_ports(family(self.process))

    def parts(self) -> list[int]:
        """Return the ids of what it started."""
        return [pid for pid in family(self.process) if pid != self.process.pid]

    def kill(self) -> None:
        """Kill it, and wait until what it started has ended by itself."""
        parts = self.parts()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pid in parts:
            wait_for_end(pid)

    def stop(self) -> None:
        """End it as a service is ended."""
        parts = self.parts()
        self.process.terminate()
        self.process.wait()
        for pid in parts:
            wait_for_end(pid)


@contextmanager
def served_by(home: Path, *words: str) -> Iterator[Served]:
    """Run `audits serve` until the block is left."""
    served = Served(home, *words)
    try:
        yield served
    finally:
        served.stop()


@contextmanager
def officer(served: Served) -> Iterator[httpx.Client]:
    """Give a browser in which an officer is signed in; it outlives the server."""
    workspace = served.workspace
    accounts = [line.id for line in list_accounts(workspace=workspace) if line.email == OFFICER]
    if not accounts:
        role = Role.BUSINESS_UNIT
        accounts = [add_account("Kim Officer", email=OFFICER, role=role, workspace=workspace)]
    token = offer_sign_in(accounts[0], workspace=workspace)
    # Lines are not kept: a server that was killed and started again is another one.
    limits = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(base_url=served.address, timeout=PATIENCE, limits=limits) as client:
        answer = press(client, f"/enter/{token}", shown_at=f"/enter/{token}")
        assert answer.status_code == 303, answer.text[-800:]
        yield client


def look(client: httpx.Client, path: str) -> httpx.Response:
    """Return a page, followed to where it leads."""
    answer = client.get(path, headers=_cookies(client))
    while answer.status_code == 303:
        answer = client.get(answer.headers["location"], headers=_cookies(client))
    return answer


def press(
    client: httpx.Client,
    path: str,
    fields: Mapping[str, str] | None = None,
    *,
    shown_at: str,
    files: Any = None,
    about_to: Callable[[], object] = bool,
) -> httpx.Response:
    """Fill in and send a form of a page, as a browser does; ``about_to`` is called before that."""
    page = look(client, shown_at)
    token = TOKEN.search(page.text)
    assert token, page.text[-500:]
    filled = {"form_token": token[1], **(fields or {})}
    about_to()
    return client.post(path, data=filled, files=files, headers=_cookies(client))


def _cookies(client: httpx.Client) -> dict[str, str]:
    """Return what a browser sends to this machine; httpx keeps back what is marked secure."""
    kept = [f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar]
    return {"Cookie": "; ".join(kept), "Origin": str(client.base_url).rstrip("/")}
