"""Which lines and branches of our code the tests run, by probes within the code itself.

A tracer, as coverage.py has on Python 3.11, slows every instruction of every library by two thirds;
the probes stand in our own lines alone, and cost a twentieth.
"""

import json
import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage, print_coverage


WANTED = "AUDITS_COVERAGE"  # the least per cent of lines and branches that must have run
OURS = ("src/audits", "flows")
LEFT_OUT = ("*/migrations/versions/*",)
NEVER = 2_000_000_000  # taking a probe out again searches every object of the process for its code
SENT = "lines and branches that ran"


class Coverage:
    """Counts what runs of the modules that are imported once it is made."""

    def __init__(self, wanted: float, sources: Sequence[str] = OURS) -> None:
        self._wanted = wanted
        self._counts = Slipcover(
            branch=True,
            # What was never imported is added once, by the process that shows it all.
            source=None if "PYTEST_XDIST_WORKER" in os.environ else list(sources),
            omit=list(LEFT_OUT),
            exclude_also=[r"\.\.\.$"],
            d_miss_threshold=NEVER,
        )
        self._of_others: list[str] = []
        ImportManager(self._counts, FileMatcher(sources, LEFT_OUT)).__enter__()

    @cached_property
    def _report(self) -> dict[str, Any]:
        """What this process and all that ran tests for it have counted."""
        report: dict[str, Any] = self._counts.get_coverage()
        for sent in self._of_others:
            merge_coverage(report, json.loads(sent))
        return report

    @property
    def percent(self) -> float:
        """How many of the lines and branches have run, in per cent."""
        return float(self._report["summary"]["percent_covered"])

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take in what a process that ran tests has counted."""
        self._of_others.append(node.workeroutput[SENT])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand on what was counted, or fail where it is less than is wanted."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[SENT] = json.dumps(self._report)
        elif session.exitstatus == pytest.ExitCode.OK and self.percent < self._wanted:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what no test has run, file by file."""
        title = f"{self.percent:.2f} % of lines and branches ran; wanted: {self._wanted:g} %"
        terminalreporter.section(title)
        print_coverage(self._report, outfile=terminalreporter, skip_covered=True, missing_width=80)


# Begun on import, as the tests' conftest imports it before anything of the product.
COVERAGE = Coverage(float(os.environ[WANTED])) if WANTED in os.environ else None
