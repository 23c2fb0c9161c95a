"""`audits schedule`, and a QEG officer who starts an audit from Prefect's page."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from builders import workspace as ws

from audits import resource_folder
from audits.steps.describe import describe_cycle


PATIENCE = 150  # seconds
TICKS = 4
EXPECTED = TICKS + len(list(resource_folder("audit_templates").glob("*.yaml")))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return ws.loaded(tmp_path_factory.mktemp("schedule") / "home", contacts=1500)


@pytest.fixture(scope="module")
def page(home) -> Iterator[httpx.Client]:
    """Serve a workspace, and return a client of its page's own interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", run, "schedule", "--port", str(port)],
        env={**os.environ, "AUDITS_HOME": str(home)}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=60) as client:
        until(lambda: len(deployments(client)) >= EXPECTED, process)
        yield client
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def until(holds: Any, process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        assert process is None or process.poll() is None, "it stopped"
        time.sleep(1)


def deployments(client: httpx.Client) -> list[dict[str, Any]]:
    try:
        return list(client.post("/deployments/filter", json={}).json())
    except httpx.ConnectError:
        return []


def test_every_audit_and_tick_is_there_once_on_its_schedule(page):
    found = {each["entrypoint"].rpartition(":")[2]: each for each in deployments(page)}
    assert set(found) == {"open_audit", "send_due", "collect_returns", "chase_returns", "review"}
    every = deployments(page)
    assert len(every) == EXPECTED
    weekly = next(each for each in every if each["parameters"] == {"kind": "mash_weekly"})
    assert "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17" in weekly["schedules"][0]["schedule"]["rrule"]
    zones = {s["schedule"]["timezone"] for each in every for s in each["schedules"]}
    assert zones == {"Europe/London"}


def test_an_audit_can_be_started_from_the_page(page, home):
    audit = next(each for each in deployments(page) if each["name"] == "mash-weekly")
    started: list[str] = []

    def is_started() -> bool:
        # Prefect's server answers 503 while its SQLite is busy; an officer presses again.
        parameters = {"kind": "mash_weekly", "on": "2017-03-09"}
        url = f"/deployments/{audit['id']}/create_flow_run"
        answer = page.post(url, json={"parameters": parameters})
        assert answer.status_code < 400 or answer.status_code >= 500, answer.text
        if answer.status_code < 400:
            started.append(answer.json()["id"])
        return bool(started)

    until(is_started)

    def is_over() -> bool:
        answer = page.get(f"/flow_runs/{started[0]}")
        if answer.status_code >= 500:
            return False
        state = answer.json()["state"]
        assert state["type"] not in ("FAILED", "CRASHED", "CANCELLED"), state["message"]
        return bool(state["type"] == "COMPLETED")

    until(is_over)
    assert describe_cycle(ws.REF, parts=ws.parts_of(home))["status"] == "issued"
