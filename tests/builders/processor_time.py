"""What tests cost: seconds of processor time, which other work on the machine does not change."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest


COST = "processor seconds"
DEAREST = 20
LIMIT = 300.0  # seconds of processor time that one test may take before it is given up


def spent() -> float:
    """Return this process's processor time, and that of its children that have ended."""
    return sum(os.times()[:4])


class TooMuchWorkError(AssertionError):
    """A test took more processor time than any may."""


@contextmanager
def limited(limit: float = LIMIT) -> Iterator[None]:
    """Fail what takes more processor time than ``limit``, however busy the machine is.

    The kernel counts for us: a timer that runs only while this process does.
    """

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TooMuchWorkError(f"more than {limit:g} seconds of processor time")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class Costs:
    """Adds up what each test cost, from every process that runs tests, and shows the dearest."""

    def __init__(self) -> None:
        self._costs: Counter[str] = Counter()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Count the setting up, which falls to the first test that asks for it."""
        yield from _counted(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Count the test, and give it up where it works without end."""
        with limited():
            yield from _counted(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Count the clearing away, in which most processes that a test started end."""
        yield from _counted(item)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what a test cost, wherever it ran."""
        if report.when == "teardown":
            self._costs[report.nodeid] = sum(
                float(str(value)) for name, value in report.user_properties if name == COST
            )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the dearest tests and what all of them cost."""
        whole = self._costs.total()
        terminalreporter.section(f"{whole:.0f} s of processor time; the {DEAREST} dearest tests")
        for name, cost in self._costs.most_common(DEAREST):
            terminalreporter.write_line(f"{cost:7.1f} s  {name}")


def _counted(item: pytest.Item) -> Iterator[None]:
    before = spent()
    try:
        yield
    finally:
        item.user_properties.append((COST, f"{spent() - before:.3f}"))
