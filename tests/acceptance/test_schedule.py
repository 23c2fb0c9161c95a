"""`audits schedule`, and a QEG officer who starts an audit from Prefect's page."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from builders import workspace as ws
from builders.house import ROOT
from builders.scheduled import free_port, serving, signed_in, wait_until

from audits.steps.describe import describe_cycle


PATIENCE = 150  # seconds
TICKS = 4
DEPLOYMENTS = TICKS + len(list((ROOT / "audit_templates").glob("*.yaml")))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return ws.loaded(tmp_path_factory.mktemp("schedule") / "home", contacts=1500)


@pytest.fixture(scope="module")
def page(home) -> Iterator[httpx.Client]:
    """Serve a workspace, and return a client of its page's own interface."""
    port = free_port()
    with serving(home, port) as process, signed_in(home, port, process) as client:
        wait_until(lambda: len(deployments(client)) >= DEPLOYMENTS, process)
        yield client


def until(holds: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(1)


def deployments(client: httpx.Client) -> list[dict[str, Any]]:
    return list(client.post("/deployments/filter", json={}).json())


def test_every_audit_and_tick_is_there_once_on_its_schedule(page):
    found = {each["name"] + " " + each["entrypoint"].rpartition(":")[2]: each
             for each in deployments(page)}  # fmt: skip
    kinds = {path.stem for path in (ROOT / "audit_templates").glob("*.yaml")}
    audits = {f"{kind.replace('_', '-')} open_audit" for kind in kinds}
    ticks = {f"tick {name}" for name in ("send_due", "collect_returns", "chase_returns", "review")}
    assert set(found) == audits | ticks
    weekly = found["mash-weekly open_audit"]
    assert "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17" in weekly["schedules"][0]["schedule"]["rrule"]
    assert weekly["parameters"] == {"kind": "mash_weekly"}
    zones = {each["schedule"]["timezone"] for one in found.values() for each in one["schedules"]}
    assert zones == {"Europe/London"}
    # Without a year plan an audit that has no schedule of its own waits for a person.
    assert found["neglect open_audit"]["schedules"] == []


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
