"""Commands that run until they are stopped.

The process that looks after website and schedule does nothing else, and is there all the time: it
loads neither the engine nor its database, which the two load when they begin.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.errors import WorkspaceError
from audits.prefect_environment import prepare_prefect
from audits.settings import Settings, any_settings, read_settings

from .output import say
from .together import run_together


if TYPE_CHECKING:
    from audits.workspace import Workspace


class Part(StrEnum):
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
        _serve_schedule(settings, port)


def _serve_schedule(settings: Settings, port: int) -> None:
    prepare_prefect(settings)
    from audits.flows.server import running_server

    from .status import watched

    given = settings.prefect_api_url
    with nullcontext() if given else running_server(settings, page=port):
        # Prefect reads where its server is when it is imported.
        from audits.flows.boards import workspaces
        from audits.flows.deployments import serve_all

        page = given.removesuffix("/api") or f"http://127.0.0.1:{port}"
        usable = workspaces(say)
        _note_started(usable)
        say(f"Serving every audit and tick. To see and start them: {page}. To stop: Ctrl+C")
        if not given:
            say(f"The page asks you to sign in with what is shown by: {_SHOW} --port {port}")
        with watched(usable):
            serve_all(usable, say)


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
        Part | None, typer.Option(help="Run one of the two alone: web or schedule.")
    ] = None,
    schedule_port: Annotated[
        int, typer.Option(help="The port of Prefect's page on this machine, for example 4200.")
    ] = 4200,
) -> None:
    """Serve the website and run the schedule until you stop them.

    The website also answers GOV.UK Notify's calls, and at /health that it is alive.
    """
    if only is Part.SCHEDULE:
        schedule(schedule_port)
    elif only is Part.WEB:
        _serve_web(host, port)
    else:
        read_settings().check_serves()
        web = ["serve", "--only", Part.WEB, "--host", host, "--port", str(port)]
        scheduled = ["schedule", "--port", str(schedule_port)]
        run_together({"website": web, "schedule": scheduled})


def _serve_web(host: str, port: int) -> None:
    settings = read_settings()
    settings.check_serves()
    from audits.queries.engine.clock import check_clock
    from audits.web import make_app, serve as run
    from audits.wiring import build

    from .background_worker import BackgroundWorker
    from .status import watched

    workspace = build(settings)
    check_clock(workspace=workspace)
    with watched([workspace]), BackgroundWorker(workspace) as worker:
        run(make_app(workspace, settings.delivery_token, begin=worker), host=host, port=port)
