"""Time is passed in, so that a test or the demonstration can choose it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TypeAlias


Clock: TypeAlias = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


_here: ContextVar[Clock] = ContextVar("clock", default=system_clock)


def clock_here() -> Clock:
    """Return the clock by which a command goes: the machine's, unless another was passed."""
    return _here.get()


@contextmanager
def going_by(clock: Clock) -> Iterator[None]:
    """Have what is built meanwhile go by a clock."""
    before = _here.set(clock)
    try:
        yield
    finally:
        _here.reset(before)
