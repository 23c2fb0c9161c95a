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


def peak_of(what: Callable[[], object], *, start: str = "fork") -> float:
    """Return by how many MB one run raises the memory of a process of its own.

    ``start`` is how that process begins; a library with threads of its own wants "spawn".
    """
    context = multiprocessing.get_context(start)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_measure, args=(what, there))  # type: ignore[attr-defined]  # every context has it
    child.start()
    peak: float = here.recv()
    child.join()
    return peak


def _measure(what: Callable[[], object], to: Connection) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    what()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    to.send((after - before) / 1024)
