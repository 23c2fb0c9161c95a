"""Time is passed in, so that a test or the demonstration can choose it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias


Clock: TypeAlias = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)
