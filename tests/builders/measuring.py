"""Times and memory for the benchmarks."""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path


def median_of(what: Callable[[], object], runs: int = 7) -> float:
    """Return the median time of several runs in seconds, one run before them uncounted."""
    what()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_of(what: Callable[[], object], *, start: str = "fork") -> float:
    """Return by how many MB one run raises the memory of a process of its own.

    ``start`` is how that process begins; a library with threads of its own wants "spawn".
    """
    context = multiprocessing.get_context(start)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_measure, args=(what, there))
    child.start()
    peak: float = here.recv()
    child.join()
    return peak


def _measure(what: Callable[[], object], to: Connection) -> None:
    before = _megabytes("VmRSS")
    what()
    to.send(_megabytes("VmHWM") - before)


def _megabytes(name: str) -> float:
    """Return one of Linux's figures of this process's memory.

    Not ``ru_maxrss``: a new process begins with the peak of the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024
