"""A real process is killed with SIGKILL while it sends and while it collects."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import workspace as ws
from builders.waiting import wait_until

from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import trail_faults


def start(home: Path, *command: str) -> subprocess.Popen[bytes]:
    """Start the command line in a process of its own."""
    run = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
    environment = {**os.environ, "AUDITS_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-c", run, *command], env=environment, stdout=subprocess.DEVNULL
    )


def kill_once(process: subprocess.Popen[bytes], begun: Callable[[], bool]) -> None:
    """Kill a process at the first sign of its work."""
    wait_until(lambda: begun() or process.poll() is not None)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it was done before it could be killed"


def after(minutes: int) -> datetime:
    """Return a moment later than the killed process's claims."""
    return datetime.now(UTC) + timedelta(minutes=minutes)


@pytest.mark.parametrize("letters", [1, 2])
def test_a_process_killed_while_sending_sends_nothing_twice(issued, tmp_path, letters):
    home = ws.copy_of(issued, tmp_path / "home")
    outbox = home / "outbox"
    process = start(home, "dispatch", "send")
    kill_once(process, lambda: len(list(outbox.rglob("*.txt"))) >= letters)
    written = {path: path.stat().st_mtime_ns for path in outbox.rglob("*.txt")}
    later = ws.workspace_of(home, after(11))
    ws.send(later)
    assert {row.status for row in list_dispatches(ws.REF, workspace=later)} == {"sent"}
    assert len(list(outbox.rglob("*.txt"))) == 6
    # What had gone before the kill was found, not written again.
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert trail_faults(workspace=later) == ()


@pytest.fixture(scope="module")
def unkilled(answered, tmp_path_factory):
    """Return where the cycle stands, and whom it waits for, when nobody kills what collects."""
    home = ws.copy_of(answered, tmp_path_factory.mktemp("unkilled") / "home")
    workspace = ws.workspace_of(home, after(0))
    ws.collect(workspace)
    cycle = describe_cycle(ws.REF, workspace=workspace)
    return cycle.status, cycle.waits_for


@pytest.mark.parametrize("kept", [1, 2])
def test_a_process_killed_while_collecting_loses_nothing(answered, unkilled, tmp_path, kept):
    home = ws.copy_of(answered, tmp_path / "home")
    process = start(home, "return", "collect")
    kill_once(process, lambda: len(list((home / "returns").iterdir())) >= kept)
    later = ws.workspace_of(home, after(11))
    ws.collect(later)
    returns = list_returns(ws.REF, workspace=later)
    assert sorted(row.unit for row in returns) == sorted(ws.UNITS)
    assert len({row.sha256 for row in returns}) == 3
    answers = [(a.unit, a.case, a.question) for a in list_answers(ws.REF, workspace=later)]
    assert len(answers) == len(set(answers))
    cycle = describe_cycle(ws.REF, workspace=later)
    assert (cycle.status, cycle.waits_for) == unkilled
    assert list((home / "inbox").glob("*.xlsx")) == []
    assert trail_faults(workspace=later) == ()
