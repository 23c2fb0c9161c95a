"""What every flow uses: its workspace, its turn at a tick, and how it reports a failure."""

import inspect
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import lru_cache, partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Task, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture
from prefect.states import Completed

from audits.domain.errors import NotFoundError, TryAgainError
from audits.domain.ticks import TICKS
from audits.steps.ticks.take_turn import Turn, take_turn

from .boards import at_each_board, is_for_all_boards, workspace
from .runs import mark_missed


P = ParamSpec("P")
R = TypeVar("R")
_turn: ContextVar[Turn] = ContextVar("turn")


def this_turn() -> Turn:
    """Return the turn that this flow holds; its tasks may ask too."""
    return _turn.get()


def in_turn(
    name: str | Callable[..., str], *, of_one_board: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R | State[Any]]]:
    """Return a decorator: the flow runs only while it holds the tick of this name.

    What gives the ``name`` takes the flow's own parameters. A run that finds another at the tick
    ends at once, as *Skipped*. Where there are several boards it takes its turn at each, or only at
    the one that is its parameter ``board``, which a flow ``of_one_board`` cannot do without.
    """

    def wrap(flow: Callable[P, R]) -> Callable[P, R | State[Any]]:
        parameters = inspect.signature(flow)

        @wraps(flow)
        def run(*args: P.args, **kwargs: P.kwargs) -> R | State[Any]:
            board = parameters.bind(*args, **kwargs).arguments.get("board", "")
            if of_one_board and not board and is_for_all_boards():
                raise NotFoundError("Say for which board, as the parameter board.")
            tick = name if isinstance(name, str) else name(*args, **kwargs)
            does = partial(_in_turn, tick, partial(flow, *args, **kwargs))
            outcome: Any = at_each_board(does, board)
            return cast("R | State[Any]", outcome)

        return run

    return wrap


def _in_turn(tick: str, does: Callable[[], R]) -> R | State[Any]:
    turn = take_turn(tick, workspace=workspace())
    if turn is None:
        return skipped(f"Another run is at {tick}; this one has nothing to do.")
    with turn:
        if tick in {known.name for known in TICKS} and runtime.deployment.id is not None:
            _mark_late_as_missed(tick, runtime.flow_run.id)
        token = _turn.set(turn)
        try:
            return does()
        finally:
            _turn.reset(token)


@lru_cache(maxsize=1)  # for all boards of a run together
def _mark_late_as_missed(tick: str, _run: str) -> None:
    """Mark earlier runs of a tick that never started as missed: this run does their work too."""
    mark_missed(tick)


def skipped(why: str) -> State[Any]:
    """Return the final state of a flow that had nothing to do, with the reason."""
    return Completed(name="Skipped", message=why)


def may_try_again(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a failed task may be tried again: only when certainly nothing was sent.

    A channel that says from when it takes more is left alone until then; the next tick finds it.
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, TryAgainError) and error.until is None


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{what} {ref}")
def for_reference(what: str, ref: str, does: Callable[[str], R]) -> R:  # noqa: ARG001 -- names the run
    """Do a part of a tick to the thing of this reference."""
    return does(ref)


for_reference_with_retries = for_reference.with_options(
    retries=2, retry_delay_seconds=[2, 20], retry_condition_fn=may_try_again
)


@task(cache_policy=NO_CACHE, persist_result=False, task_run_name="{part}")
def for_part(part: str, does: Callable[..., R]) -> R:  # noqa: ARG001 -- the run is named after it
    """Do one part of a tick that has no reference of its own."""
    return does(workspace=workspace())


def try_part(does: Callable[..., R]) -> R | None:
    """Do one part of a tick and return its result; None if it failed, which the turn records."""
    part = does.__name__.replace("_", " ")
    return _result(part, for_part.submit(part, does))


class Tasks:
    """Runs each part of a tick as a task of its own; the turn records how each ended."""

    def each(
        self, what: str, refs: Iterable[str], does: Callable[[str], R], *, tries_again: bool = False
    ) -> dict[str, R]:
        """Submit a task for each reference, and return the results of those that did not fail."""
        task_of = for_reference_with_retries if tries_again else for_reference
        futures = {ref: task_of.submit(what, ref, does) for ref in refs}
        results = {ref: _result(ref, future) for ref, future in futures.items()}
        return {ref: result for ref, result in results.items() if result is not None}

    def part(self, does: Callable[..., R]) -> R | None:
        """Do a part that has no reference of its own; None if it failed."""
        return try_part(does)

    def still_mine(self) -> bool:
        """Tell whether this process still has its turn."""
        return this_turn().still_mine()

    def note_progress(self, part: str) -> None:
        """Let the turn know that something was done."""
        this_turn().done(part)


def _result(part: str, future: PrefectFuture[R]) -> R | None:
    """Wait for a task, note in the turn how it went, and return its result if there is one."""
    future.wait()
    note_state(part, future.state)
    return future.result() if future.state.is_completed() else None


def note_state(part: str, state: State[Any]) -> None:
    """Note in the turn how a part of the tick ended."""
    failure = None if state.is_completed() else state.result(raise_on_failure=False)
    is_known = failure is None or isinstance(failure, BaseException)
    error = failure if is_known else RuntimeError()
    this_turn().done(part, error)
