"""Times and memory for the benchmarks."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection


def median_of(what: Callable[[], object], runs: int = 7) -> float:
    """Return the median time of several runs in seconds, one run before them uncounted."""
    what()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_of(what: Callable[[], object]) -> float:
    """Return by how many MB one run raises the memory of a process of its own."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=_measure, args=(what, there))
    child.start()
    peak: float = here.recv()
    child.join()
    return peak


def _measure(what: Callable[[], object], to: Connection) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    what()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    to.send((after - before) / 1024)
