"""Website and schedule together while nobody does anything: their processor time and memory."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from builders.ports import free_port
from builders.scheduled import audits, let_nothing_be_overdue


BEGUN, RESTS = 150, 300  # seconds: until it has checked itself, and while it is looked at
AIM = 0.6  # seconds of a minute: a hundredth of a core
TICKS = os.sysconf("SC_CLK_TCK")


class Process(NamedTuple):
    """One process: the processor time that it had, with children that have ended, and its part."""

    name: str
    spent: float
    megabytes: float  # what it shares counts by its share


NOT_YET = Process("", 0, 0)


def rows() -> Iterator[tuple[str, float, str, float | None, float | None]]:
    """Yield what a minute of rest costs, runs of ticks included, and what is held in memory.

    First of each process, then of all together.
    """
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "AUDITS_HOME": folder}
        subprocess.run(audits("demo", "--home", folder), check=True, capture_output=True, env=env)
        let_nothing_be_overdue(Path(folder))
        before, after = at_rest(env)
    spent, held = 0.0, 0.0
    for pid, process in after.items():
        # What a run of a tick had is its parent's once it has ended.
        its = process.spent - before.get(pid, NOT_YET).spent
        yield f"at rest, a minute of: {process.name}", its * 60 / RESTS, "", None, process.megabytes
        spent += its
        held += process.megabytes
    what = f"`audits serve` at rest for {RESTS} s, a minute of its {len(after)} processes"
    yield what, spent * 60 / RESTS, "aim, and 300 MB", AIM, held


def at_rest(env: dict[str, str]) -> tuple[dict[int, Process], dict[int, Process]]:
    """Return what the system says of website and schedule, at two moments while they rest."""
    ports = ("--port", str(free_port()), "--schedule-port", str(free_port()))
    with subprocess.Popen(audits("serve", *ports), env=env, stderr=subprocess.DEVNULL) as serving:
        try:
            time.sleep(BEGUN)
            before = processes_under(serving.pid)
            time.sleep(RESTS)
            return before, processes_under(serving.pid)
        finally:
            serving.terminate()


def processes_under(pid: int) -> dict[int, Process]:
    """Return a process and all that it, or one of those, has started, by their numbers."""
    found: dict[int, Process] = {}
    waiting = [pid]
    while waiting:
        number = waiting.pop()
        folder = Path(f"/proc/{number}")
        with suppress(OSError):  # it may end while it is looked at
            found[number] = looked_at(folder)
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return found


def looked_at(folder: Path) -> Process:
    """Return what the system says of a process."""
    name = (folder / "comm").read_text().strip()
    numbers = (folder / "stat").read_text().rpartition(")")[2].split()
    spent = sum(map(int, numbers[11:15])) / TICKS
    for line in (folder / "smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return Process(name, spent, int(line.split()[1]) / 1024)
    return Process(name, spent, 0)
