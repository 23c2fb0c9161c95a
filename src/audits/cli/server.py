"""Commands that run until they are stopped."""

from contextlib import nullcontext
from typing import Annotated

import typer

from audits.settings import prepare_prefect, read_settings
from audits.storage import read_sign_in
from audits.wiring import build

from .output import say
from .status import watched


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
) -> None:
    """Serve the website until you stop it.

    It also answers GOV.UK Notify's calls, and at /health that it is alive.
    """
    settings = read_settings()
    settings.check_serves()
    from audits.web import make_app, serve as run  # takes a while, and no other command needs it

    workspace = build(settings)
    with watched(workspace):
        run(make_app(workspace, settings.delivery_token), host=host, port=port)
