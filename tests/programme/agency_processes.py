"""The agencies' desks at work beside the engine, in a process of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Generic, Protocol, TypeVar


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Desks(Protocol):
    """Where work is handed in, and fetched when its day has come."""

    def hand_in(self, work: Callable[..., T], *facts: object) -> "Pending[T]":
        """Begin some work and return a ticket for it."""
        ...


class Pending(Protocol[T_co]):
    """Work that was handed in."""

    def result(self) -> T_co:
        """Return what came of it."""
        ...


class OwnDesks:
    """Desks in another process, as agencies work on other machines."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def hand_in(self, work: Callable[..., T], *facts: object) -> Pending[T]:
        """Begin some work and return a ticket for it."""
        ticket: Future[T] = self._pool.submit(work, *facts)
        return ticket


@contextmanager
def desks() -> Iterator[Desks]:
    """Open the desks until the block is left."""
    # Spawned, not forked: a fork would take open databases with it.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        yield OwnDesks(pool)


class Now:
    """A desk in this process, for a short programme."""

    def hand_in(self, work: Callable[..., T], *facts: object) -> Pending[T]:
        """Do some work at once."""
        return Done(work(*facts))


class Done(Generic[T]):
    """Work that is done."""

    def __init__(self, came: T) -> None:
        self._came = came

    def result(self) -> T:
        """Return what came of it."""
        return self._came
