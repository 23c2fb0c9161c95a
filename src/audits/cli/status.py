"""How the engine is: shown to a person, and watched while something else runs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.days import moment_in_words
from audits.domain.errors import UserError
from audits.storage import fault_of
from audits.wiring import build_here
from audits.workspace import Workspace

from .options import AsJson
from .output import say, show_json
from .remedies import with_remedies


if TYPE_CHECKING:
    from audits.queries.engine.status import EngineStatus, TickLine


EVERY = 300.0  # seconds between two looks


def status(
    as_json: AsJson = False,
    tell: Annotated[
        bool,
        typer.Option(
            "--tell",
            help="Write to the business unit if something is wrong, and show only that. For a "
            "timer to run.",
        ),
    ] = False,
) -> None:
    """Show whether the scheduled jobs run well, and what waits for a person."""
    from audits.queries.engine.status import engine_status
    from audits.steps.ticks.tell_trouble import tell_trouble

    workspace = build_here()
    if tell:
        troubles = tell_trouble(workspace=workspace)
        for trouble in troubles:
            say(trouble)
        if not troubles:
            say("All is well.")
        else:
            say("The business unit is told, once a day.")
        return
    record = engine_status(workspace=workspace)
    if as_json:
        show_json(record)
        return
    _say_status(record)


@contextmanager
def watched(workspaces: Sequence[Workspace], every: float = EVERY) -> Iterator[None]:
    """Look every so often, in a thread of its own, whether anything must be told in one of them."""
    is_over = Event()
    thread = Thread(target=_watch, args=(workspaces, every, is_over), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _watch(workspaces: Sequence[Workspace], every: float, is_over: Event) -> None:
    # It waits first: what has just been started has had no time to run.
    while not is_over.wait(every):
        for told_now in filter(None, map(_tell, workspaces)):
            typer.echo(told_now, err=True)


def _tell(workspace: Workspace) -> str:
    """Tell what must be told; return why that could not be done, so that the watch goes on."""
    from audits.steps.ticks.tell_trouble import tell_trouble

    try:
        # A database server may go away in the middle of it.
        return fault_of(partial(tell_trouble, workspace=workspace), "The database")
    except UserError as error:
        return with_remedies(error)


def _say_status(status: "EngineStatus") -> None:
    for tick in status.ticks:
        say(_tick_in_words(tick))
    counts = [f"{n} {name.replace('_', ' ')}" for name, n in status.waiting.items() if n]
    if counts:
        say(f"Waits for a person: {', '.join(counts)}.")
    else:
        say("Nothing waits for a person.")
    if status.backup_at:
        say(f"Last backup: {moment_in_words(status.backup_at)}.")
    else:
        say("No backup was made yet.")
    low = ", too little" if status.disk_is_low else ""
    say(f"Room on the disk: {status.disk_free_mb:,} MB{low}.")
    for fault in status.faults:
        say(fault)


def _tick_in_words(tick: "TickLine") -> str:
    if tick.started_at is None:
        state = "has not run yet"
    else:
        state = "never succeeded"
        if tick.succeeded_at:
            state = f"succeeded {moment_in_words(tick.succeeded_at)}"
        if tick.failures:
            state += f", failed {many(tick.failures, 'time')} since: {tick.error}"
    if tick.is_late:
        state += ", and is LATE"
    return f"{tick.name}: {state}."
