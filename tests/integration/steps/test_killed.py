"""A real process is killed with SIGKILL while it sends and while it collects."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import workspace as ws

from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import trail_faults


# The command line, killed by the system at whatever it does next once so many files are in place.
# It looks itself: one that is watched from outside may be done before a busy machine kills it.
RUN = """
import os, signal, sys
from pathlib import Path
from audits.cli import main

folder, pattern, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
placed = []

def look(event, args):
    if len(placed) == number:
        signal.raise_signal(signal.SIGKILL)
    if event == "os.rename":
        path = Path(os.fsdecode(args[1]))
        placed.extend([path] * (folder in path.parents and path.match(pattern)))

sys.addaudithook(look)
sys.argv = ["audits", *sys.argv[4:]]
main()
"""


def killed_at(home: Path, folder: str, pattern: str, number: int, *command: str) -> None:
    """Run a command until so many files of this pattern lie in the folder, and kill it then."""
    words = [sys.executable, "-c", RUN, str(home / folder), pattern, str(number), *command]
    environment = {**os.environ, "AUDITS_HOME": str(home)}
    ended = subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert len(list((home / folder).rglob(pattern))) == number


def after(minutes: int) -> datetime:
    """Return a moment later than the killed process's claims."""
    return datetime.now(UTC) + timedelta(minutes=minutes)


@pytest.mark.parametrize("letters", [1, 2])
def test_a_process_killed_while_sending_sends_nothing_twice(issued, tmp_path, letters):
    home = ws.copy_of(issued, tmp_path / "home")
    outbox = home / "outbox"
    killed_at(home, "outbox", "*.txt", letters, "dispatch", "send")
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
    killed_at(home, "returns", "[!.]*", kept, "return", "collect")
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
