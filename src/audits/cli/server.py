"""Commands that run until they are stopped.

Website, schedule and Prefect's server are forked from a process that has loaded all they need, and
so is each run of a tick.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from audits.boards import is_for_all
from audits.domain.amounts import many
from audits.domain.errors import WorkspaceError
from audits.flows.forks import Asking, Forks, Part
from audits.prefect_environment import prepare_prefect
from audits.settings import Settings, any_settings, read_settings

from .output import say


if TYPE_CHECKING:
    from audits.flows.server import OwnServer
    from audits.workspace import Workspace


class Only(StrEnum):
    """What is served."""

    WEB = "web"
    SCHEDULE = "schedule"


_SHOW = "audits schedule --show-sign-in"


def schedule(
    port: Annotated[
        int, typer.Option(help="The port of Prefect's page on this machine, for example 4200.")
    ] = 4200,
    show_sign_in: Annotated[
        bool,
        typer.Option(
            "--show-sign-in",
            help="Show only what the page of a running one asks you to sign in with.",
        ),
    ] = False,
    pool: Annotated[
        str,
        typer.Option(
            help="Give everything to the workers of this work pool of your Prefect server, for "
            "example audits, and end."
        ),
    ] = "",
) -> None:
    """Run every audit and job on its schedule until you stop it.

    Prefect's page shows them.
    """
    settings = any_settings()
    if show_sign_in:
        from audits.storage import read_sign_in

        say(read_sign_in(settings.prefect_home, port))
    elif pool:
        _deploy(settings, pool)
    else:
        _serve_together(settings, port)


def _serve_together(settings: Settings, port: int, website: Part | None = None) -> None:
    """Serve the schedule, and perhaps a website; each part is forked, and does its work here."""
    prepare_prefect(settings)
    from audits.flows.server import OwnServer

    parts = {"website": website} if website else {}
    with ExitStack() as held:
        server = None
        if not settings.prefect_api_url:
            server = held.enter_context(OwnServer(settings, port))
            parts["server"] = Part(server.serve, comes_back=True, sockets=server.sockets)
        # Prefect reads where its server is when it is imported.
        from audits.flows import server_process  # noqa: F401 -- loaded for what is forked
        from audits.flows.deployments import run_flow

        _check_the_only_one(settings)
        forks = Forks(run_flow)
        parts["schedule"] = Part(lambda: _serve_schedule(settings, port, server, forks.asking))
        work = forks.keep(parts)
        if work is not None:
            held.pop_all()  # it is held where this was forked
    if work is not None:
        work()


def _check_the_only_one(settings: Settings) -> None:
    """Refuse what no part could serve, in a sentence; of several boards one may be left out."""
    from audits.flows.boards import is_for_all_boards
    from audits.queries.engine.clock import check_clock
    from audits.wiring import build

    if not is_for_all_boards():
        check_clock(workspace=build(settings))


def _serve_schedule(
    settings: Settings, port: int, server: "OwnServer | None", asking: Asking
) -> None:
    from audits.flows.boards import workspaces
    from audits.flows.deployments import serve_all

    from .status import watched

    usable = workspaces(say)
    _note_started(usable)
    if server is not None:
        server.wait()
    with watched(usable):
        page = settings.prefect_api_url.removesuffix("/api") or f"http://127.0.0.1:{port}"
        say(f"Serving every audit and tick. To see and start them: {page}. To stop: Ctrl+C")
        if server is not None:
            say(f"The page asks you to sign in with what is shown by: {_SHOW} --port {port}")
        serve_all(usable, say, asking)


def _note_started(workspaces: Sequence["Workspace"]) -> None:
    from audits.steps.ticks.note_started import note_schedule_started

    for workspace in workspaces:
        note_schedule_started(workspace=workspace)


def _deploy(settings: Settings, pool: str) -> None:
    workspaces = _with_server(settings)
    from audits.flows.pool import deploy_to

    count = deploy_to(pool, workspaces)
    _note_started(workspaces)
    say(f"{many(count, 'audit and job', 'audits and jobs')} are in the pool {pool}.")
    say(f"Next, on each machine that shall run them: audits worker --pool {pool}")


def worker(
    pool: Annotated[
        str, typer.Option(help="The work pool whose audits and jobs it runs, for example audits.")
    ],
) -> None:
    """Run the audits and jobs of a work pool until you stop it; on as many machines as you like.

    A database or a Prefect server that is away is waited for.
    """
    from .status import watched

    workspaces = _with_server(any_settings())
    with watched(workspaces):
        from audits.flows.pool import work_in

        say(f"Working in the pool {pool}. To stop: Ctrl+C")
        work_in(pool, workspaces, say)


def _with_server(settings: Settings) -> "Sequence[Workspace]":
    """Return the workspaces, and let Prefect know the server that several machines share."""
    if not settings.prefect_api_url:
        raise WorkspaceError(
            "Workers need a Prefect server that they share. Name it in audits.toml, as "
            "prefect_api_url."
        )
    prepare_prefect(settings)
    # Prefect reads where its server is when it is imported.
    from audits.flows.boards import workspaces

    usable: Sequence[Workspace] = workspaces(say)
    return usable


def serve(
    host: Annotated[
        str,
        typer.Option(
            help="The address to answer at, for example 127.0.0.1. Put a reverse proxy in front "
            "of it."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to answer at, for example 8000.")] = 8000,
    only: Annotated[
        Only | None, typer.Option(help="Run one of the two alone: web or schedule.")
    ] = None,
    schedule_port: Annotated[
        int, typer.Option(help="The port of Prefect's page on this machine, for example 4200.")
    ] = 4200,
) -> None:
    """Serve the website and run the schedule until you stop them.

    The website also answers GOV.UK Notify's calls, and at /health that it is alive.
    """
    if only is Only.SCHEDULE:
        schedule(schedule_port)
    elif only is Only.WEB:
        _serve_web(host, port)
    else:
        settings = any_settings()
        settings.check_serves()
        from audits import web  # noqa: F401 -- loaded for what is forked

        _serve_together(settings, schedule_port, Part(lambda: _serve_web(host, port)))


def _serve_web(host: str, port: int) -> None:
    if is_for_all():
        _serve_boards(host, port)
        return
    settings = read_settings()
    settings.check_serves()
    from audits.queries.engine.clock import check_clock
    from audits.web import make_app, serve as run
    from audits.wiring import build

    from .background_worker import BackgroundWorker
    from .status import watched

    workspace = build(settings)
    check_clock(workspace=workspace)
    with watched([workspace]), BackgroundWorker(lambda: [workspace]) as worker:
        run(make_app(workspace, settings.delivery_token, begin=worker), host=host, port=port)


def _serve_boards(host: str, port: int) -> None:
    from audits.installation import OpenBoards, list_boards
    from audits.web import make_boards_app, serve as run

    from .background_worker import BackgroundWorker
    from .status import watched

    boards = OpenBoards()
    for line in list_boards():
        if line.fault:
            say(f"The board {line.name} is closed until it is put right: {line.fault}")
    with watched(boards.usable()), BackgroundWorker(boards.usable) as worker:
        run(make_boards_app(boards, begin=worker), host=host, port=port)
