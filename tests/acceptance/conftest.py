"""What stories in a real browser share."""

from collections.abc import Iterator

import pytest
from builders.web_people import a_browser
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return this machine's Chromium."""
    with a_browser() as chromium:
        yield chromium
