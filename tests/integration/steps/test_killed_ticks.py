"""Ticks that are killed at any instant: the next one that is due runs, and nothing is doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from builders import tick_process, workspace as ws
from builders.repository import ROOT

from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import trail_faults


SIGNALS = (signal.SIGKILL, signal.SIGTERM)
SEED = 20161109


def start(home: Path, minutes: int) -> subprocess.Popen[str]:
    """Start the ticks in a process of their own, and return it once it begins."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    process = subprocess.Popen(
        [sys.executable, tick_process.__file__, str(home), str(minutes)],
        env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture(scope="module")
def whole(answered, tmp_path_factory):
    """Return how long the work takes when nobody kills it, and what it comes to."""
    home = ws.copy_of(answered, tmp_path_factory.mktemp("whole") / "home")
    with start(home, 60) as process:
        began = time.monotonic()
        assert process.wait() == 0
        took = time.monotonic() - began
    return took, came_to(home)


def came_to(home):
    workspace = ws.workspace_of(home)
    answers = [(a.unit, a.case, a.question) for a in list_answers(ws.REF, workspace=workspace)]
    assert len(answers) == len(set(answers))
    assert trail_faults(workspace=workspace) == ()
    sent = list_dispatches(ws.REF, workspace=workspace)
    assert {row.status for row in sent} == {"sent"}
    return (
        sorted(answers),
        Counter((row.unit, row.purpose) for row in sent),
        sorted(path.name for path in (home / "outbox").rglob("*.txt")),
        sorted(row.sha256 for row in list_returns(ws.REF, workspace=workspace)),
        describe_cycle(ws.REF, workspace=workspace).status,
    )


def killed_at(instants, answered, whole, folder):
    took, wanted = whole
    dice = random.Random(SEED)  # the same instants each time
    for number in range(instants):
        home = ws.copy_of(answered, folder / str(number))
        with start(home, 60) as process:
            time.sleep(dice.uniform(0, took))
            process.send_signal(SIGNALS[number % 2])
        # A dispatch that was claimed may be looked for after ten minutes, a tick after two.
        with start(home, 71) as process:
            assert process.wait() == 0, "the next tick that was due did not run"
        assert came_to(home) == wanted
        states = ws.workspace_of(home).ticks.states()
        assert [(each.name, each.failures) for each in states] == [
            ("collect-returns", 0), ("send-due", 0),
        ]  # fmt: skip


@pytest.mark.slow
def test_after_a_kill_the_next_tick_runs_and_nothing_is_doubled(answered, whole, tmp_path):
    killed_at(3, answered, whole, tmp_path)


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
def test_after_fifty_kills_the_next_tick_runs_and_nothing_is_doubled(answered, whole, tmp_path):
    killed_at(50, answered, whole, tmp_path)
