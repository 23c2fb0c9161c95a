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
    port: Annotated[int, typer.Option(help="Where Prefect's page is, on this machine.")] = 4200,
    show_sign_in: Annotated[
        bool,
        typer.Option("--show-sign-in", help="Only show what the page of a running one asks for."),
    ] = False,
) -> None:
    """Serve every audit and tick on its schedule until stopped; Prefect's page shows them."""
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
        str, typer.Option(help="The address to answer at; a reverse proxy stands before it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to answer at.")] = 8000,
) -> None:
    """Answer over the web until stopped: GOV.UK Notify's calls, and a sign of life at /health."""
    settings = read_settings()
    settings.check_serves()
    from audits.web import make_app, serve as run  # takes a while, and no other command needs it

    workspace = build(settings)
    with watched(workspace):
        run(make_app(workspace, settings.delivery_token), host=host, port=port)
