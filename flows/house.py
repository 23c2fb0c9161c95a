"""The parts a flow works with, and how it fails."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture

from audits.domain.errors import TryAgainError
from audits.steps.parts import Parts
from audits.wiring import build_here


R = TypeVar("R")
_parts: list[Parts] = []


def parts() -> Parts:
    """Return the parts of this process's workspace, built once."""
    if not _parts:
        _parts.append(build_here())
    return _parts[-1]


@contextmanager
def working_with(other: Parts) -> Iterator[None]:
    """Run flows with other parts: a demonstration's, a test's."""
    _parts.append(other)
    try:
        yield
    finally:
        _parts.remove(other)


def worth_another_go(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a failed task may be tried again: only when certainly nothing was sent.

    A channel that says from when it takes more is left alone until then; the next tick finds it.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, TryAgainError) and error.until is None


def results_of(futures: Mapping[str, PrefectFuture[R]]) -> dict[str, R]:
    """Wait for every task and return its result by name.

    Raises:
        RuntimeError: naming the references that failed, once all the others are done.
    """
    for future in futures.values():
        future.wait()
    failed = [name for name, future in futures.items() if not future.state.is_completed()]
    if failed:
        raise RuntimeError(f"failed: {', '.join(failed)}")
    return {name: future.result() for name, future in futures.items()}


def for_each(names: Iterable[str], task: Callable[[str], PrefectFuture[R]]) -> dict[str, R]:
    """Submit a task for each reference and return the results; one failure stops no other."""
    return results_of({name: task(name) for name in names})
