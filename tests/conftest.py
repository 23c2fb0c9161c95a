"""The rules every test lives by: no way out, no silent skip, a clock set by hand."""

import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import pytest
from builders.coverage import COVERAGE
from builders.in_memory import empty, keep_files_in_memory
from builders.processor_time import Costs
from builders.repository import size_report
from hypothesis import settings

from audits.domain.working_days import WorkingCalendar


settings.register_profile("here", deadline=None)
# The same examples each time, and half as many: what lands must land in minutes.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, max_examples=50)
settings.load_profile("ci" if os.environ.get("CI") else "here")


keep_files_in_memory()
FAILED = pytest.StashKey[bool]()


class WayOutError(RuntimeError):
    """A test tried to reach beyond this machine."""


LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104 -- compared, never bound


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name is None or name == "" or str(name).startswith(LOCAL)


def _no_way_out(event: str, args: tuple[object, ...]) -> None:
    """Refuse any name or address but this machine's own.

    An audit hook, not a patched socket: nothing in the process can go round it or put it back.
    """
    if event == "socket.getaddrinfo" and not _is_local(args[0]):
        raise WayOutError(f"a test asked where {args[0]} is")
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if isinstance(address, tuple) and not _is_local(address[0]):
            raise WayOutError(f"a test called {address[0]}")


sys.addaudithook(_no_way_out)


def pytest_configure(config: pytest.Config) -> None:
    """Add up what tests cost, give up one that works without end, and measure coverage if asked."""
    config.pluginmanager.register(Costs(), "costs")
    if COVERAGE is not None:
        config.pluginmanager.register(COVERAGE, "coverage of lines and branches")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a long test that `make test-long` would not find: it looks for these words in files.

    Raises:
        pytest.UsageError: naming the file.
    """
    for path in {item.path for item in items if item.get_closest_marker("slow")}:
        if "mark.slow" not in path.read_text(encoding="utf-8"):
            raise pytest.UsageError(f"{path} holds a long test: write pytest.mark.slow in it.")


def pytest_report_header() -> str:
    """Say how large the house's functions are: a budget nobody sees is not kept."""
    return f"size: {size_report()}"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Collect tests, at which the garbage collector never has to look: they live to the end.

    A million objects are looked through else while they grow and each time a test leaves garbage.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        # Nor need it look at every 700th thing that a test makes: a twentieth of all time.
        gc.set_threshold(7_000, 10, 20)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where AUDITS_NO_SKIP is set: it proved nothing."""
    report = yield
    if report.skipped and os.environ.get("AUDITS_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped, and nothing may: {report.longrepr}"
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="module", autouse=True)
def _prefect_as_it_was() -> Iterator[None]:
    """Take back what tests told Prefect: a home of theirs is gone when others look for it."""
    before = _of_prefect()
    yield
    for name in _of_prefect():
        del os.environ[name]
    os.environ.update(before)


def _of_prefect() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("PREFECT_")}


@pytest.fixture
def tmp_path(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a test's own folder, of which nothing is kept but where the test failed."""
    yield tmp_path
    if FAILED not in request.node.stash and tmp_path.is_dir():
        empty(tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turn a whole module's skip into a failure too."""
    report = yield
    if report.skipped and os.environ.get("AUDITS_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped, and nothing may: {report.longrepr}"
    return report


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> datetime:
        """Move on by a timedelta's keywords: ``clock.advance(minutes=11)``."""
        self.now += timedelta(**step)
        return self.now


@pytest.fixture
def clock() -> HandClock:
    """Start on Thursday 9 March 2017 at 17:00 in London, when the weekly draw is made."""
    return HandClock(datetime(2017, 3, 9, 17, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """Return England's working days."""
    england = holidays.country_holidays("GB", subdiv="ENG")
    return WorkingCalendar(is_holiday=lambda day: day in england)


@pytest.fixture
def today(clock: HandClock, calendar: WorkingCalendar) -> date:
    """Return the clock's date on an English wall."""
    return calendar.local_date(clock())
