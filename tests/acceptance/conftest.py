"""What stories in a real browser share."""

import os
from collections.abc import Iterator

import pytest
from builders.databases import ready_prefect_database
from builders.web_people import a_browser
from filelock import FileLock
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def prefect_database(tmp_path_factory) -> bytes:
    """Return what Prefect's server makes at its first start, made once for all processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    kept = folder / "prefect.db"
    with FileLock(folder / "prefect.lock"):
        if not kept.exists():
            kept.write_bytes(ready_prefect_database())
    return kept.read_bytes()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return this machine's Chromium."""
    with a_browser() as chromium:
        yield chromium
