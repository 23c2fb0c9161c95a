"""What runs all the time, and what is run now and then, forked from one process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders.scheduled import parts_of, wait_for_end


PROGRAM = """
import asyncio, os, sys, time
from audits.flows.forks import Forks, Part

def run(environment):
    sys.exit(int(environment["CODE"]))

def ask():
    async def wait_for(code):
        process = await forks.asking.start({"CODE": code})
        await process.wait()
        print(code, process.returncode, process.pid != os.getpid(), flush=True)
    asyncio.run(wait_for("0"))
    asyncio.run(wait_for("3"))
    time.sleep(600)

forks = Forks(run)
parts = {
    "website": Part(ask), "server": Part(lambda: time.sleep(600), comes_back=True),
    "schedule": Part(lambda: time.sleep(600)),
}
work = forks.keep(parts)
if work is not None:
    work()
"""

NAMES = ("website", "server", "schedule")


@pytest.fixture
def started():
    """Start three parts, one of which has asked for two runs."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "0 0 True\n"
        assert process.stdout.readline() == "3 3 True\n"
        yield process
        process.kill()


def parts(process) -> list[int]:
    """Return the numbers of its three parts, once they have their names."""
    pids: list[int] = []
    while len(pids) != len(NAMES):
        time.sleep(0.05)
        pids = [pid for name in NAMES for pid in parts_of(process, name)]
    return pids


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all(started, how):
    pids = parts(started)
    started.send_signal(how)
    assert started.wait() == 0, started.stderr.read()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_a_part_that_ends_by_itself_ends_the_others(started):
    pids = parts(started)
    os.kill(pids[-1], signal.SIGKILL)
    assert started.wait() == 1
    assert "The schedule has ended by itself" in started.stderr.read()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_a_part_that_comes_back_does_when_it_is_killed(started):
    _, server, _ = before = parts(started)
    os.kill(server, signal.SIGKILL)
    wait_for_end(server)
    while server in (after := parts(started)):
        time.sleep(0.05)
    assert [after[0], after[2]] == [before[0], before[2]]


def test_parts_end_when_what_forked_them_is_killed(started):
    pids = parts(started)
    started.kill()
    for pid in pids:
        wait_for_end(pid)
