"""A schedule that is killed with all that it started: others see it, and the board is told."""

import os
import subprocess
from contextlib import suppress
from datetime import datetime, time

import pytest
from builders import workspace as ws
from builders.ports import free_port
from builders.scheduled import audits, server_of, serving, wait_until

from audits.domain.clock import system_clock
from audits.queries.engine.status import health
from audits.steps.ticks.tell_trouble import tell_trouble


@pytest.mark.slow
def test_a_schedule_that_was_killed_is_told_in_office_hours(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=100)
    with (home / "audits.toml").open("a") as settings:
        settings.write('[schedule]\nsend-due = "every 10 seconds"\n')
    run_until_it_sends(home)
    now = system_clock()
    workspace = ws.workspace_of(home, now)
    told = home / "outbox" / "business_unit"
    assert tell_trouble(workspace=workspace) == ()  # it ran a moment ago
    day = workspace.calendar.add_working_days(workspace.today(), 1)
    workspace.clock.now = datetime.combine(day, time(11), workspace.calendar.zone)
    assert health(workspace=workspace).status == "not ok"
    found = tell_trouble(workspace=workspace)
    assert any(each.startswith("Sending messages (send-due) has not run since") for each in found)
    assert tell_trouble(workspace=workspace) == found
    (letter,) = told.glob("*trouble*")
    assert found[0] in letter.read_text("utf-8-sig")


def run_until_it_sends(home) -> None:
    """Run `audits schedule` until it has sent what is due once, and kill all of it."""
    process = subprocess.Popen(
        audits("schedule", "--port", str(free_port())),
        env={**os.environ, "AUDITS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    ticks = ws.workspace_of(home).ticks
    try:
        wait_until(lambda: any(e.name == "send-due" and e.succeeded_at for e in ticks.states()),
                   process)  # fmt: skip
    finally:
        subprocess.run(["pkill", "-KILL", "--session", str(process.pid)], check=True)
        process.wait()


@pytest.mark.slow
def test_a_schedule_killed_while_it_started_is_started_again_at_the_same_port(tmp_path):
    """What it had started still makes a database, and lets go of the port in its own time."""
    home, port, said = ws.loaded(tmp_path / "home", contacts=100), free_port(), tmp_path / "said"
    with serving(home, port) as process:
        wait_until(lambda: has_server(process), process)
        process.kill()
    with said.open("wb") as out, serving(home, port, stdout=out, stderr=out) as process:
        with suppress(AssertionError):  # what it said tells more than that it stopped
            wait_until(lambda: b"Serving every audit" in said.read_bytes(), process)
        assert said.read_text().startswith("Serving every audit")


def has_server(process) -> bool:
    with suppress(ValueError):
        return bool(server_of(process))
    return False
