"""Commands that run until they are stopped."""

from contextlib import nullcontext
from enum import StrEnum
from typing import Annotated

import typer

from audits.prefect_environment import prepare_prefect
from audits.settings import read_settings
from audits.storage import read_sign_in
from audits.wiring import build

from .background_worker import BackgroundWorker
from .output import say
from .status import watched
from .together import run_together


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
) -> None:
    """Run every audit and job on its schedule until you stop it.

    Prefect's page shows them.
    """
    from audits.steps.ticks.note_started import note_schedule_started

    settings = read_settings()
    if show_sign_in:
        say(read_sign_in(settings.prefect_home, port))
        return
    prepare_prefect(settings)
    from audits.flows.server import running_server

    given = settings.prefect_api_url
    workspace = build(settings)
    note_schedule_started(workspace=workspace)
    with (
        nullcontext() if given else running_server(settings, page=port),
        watched(workspace),
    ):
        # Prefect reads where its server is when it is imported.
        from audits.flows.deployments import serve_all

        page = given.removesuffix("/api") or f"http://127.0.0.1:{port}"
        say(f"Serving every audit and tick. To see and start them: {page}. To stop: Ctrl+C")
        if not given:
            say(f"The page asks you to sign in with what is shown by: {_SHOW} --port {port}")
        serve_all(say)


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
    from audits.web import make_app, serve as run  # takes a while, and no other command needs it

    workspace = build(settings)
    with watched(workspace), BackgroundWorker(workspace) as worker:
        run(make_app(workspace, settings.delivery_token, begin=worker), host=host, port=port)
