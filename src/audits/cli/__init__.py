"""The command line: noun then verb. Exit 0 done, 2 a person can put it right, 1 a bug."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from audits.domain.errors import ChannelError, UserError
from audits.settings import prepare_prefect, read_settings
from audits.steps.troubles import note_schedule_started
from audits.storage import read_sign_in
from audits.wiring import build

from . import (
    allowing,
    bringing_in,
    collecting,
    deciding,
    drawing,
    drilling,
    following,
    learning,
    moderating,
    paper_making,
    period_papers,
    registers,
    running_audits,
    sending,
    setting_up,
    templating,
    verifying,
    watching,
)
from .showing import say


_SHOW = "audits schedule --show-sign-in"

app = typer.Typer(
    help="Runs a safeguarding board's multi-agency audits.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("init")(setting_up.init)
app.command("status")(watching.status)
app.add_typer(templating.template, name="template")
app.add_typer(setting_up.agency, name="agency")
app.add_typer(registers.register, name="register")
app.add_typer(running_audits.cycle, name="cycle")
app.add_typer(drawing.sample, name="sample")
app.add_typer(running_audits.pack, name="pack")
app.add_typer(sending.dispatch, name="dispatch")
allowing.add_to(collecting.return_)
app.add_typer(collecting.return_, name="return")
app.add_typer(collecting.concern, name="concern")
app.command("chase")(collecting.chase_)
app.add_typer(moderating.moderate, name="moderate")
drilling.add_to(following.finding)
app.add_typer(following.finding, name="finding")
app.add_typer(deciding.action, name="action")
app.add_typer(learning.learning, name="learning")
paper_making.add_to(following.paper)
period_papers.add_to(following.paper)
app.add_typer(following.paper, name="paper")
app.command("verify")(verifying.verify)
app.add_typer(verifying.trail, name="trail")
app.add_typer(verifying.vault, name="vault")
app.add_typer(bringing_in.survey, name="survey")
app.add_typer(bringing_in.external, name="external")


@app.command("demo")
def demo(
    home: Annotated[Path, typer.Option(help="Where the demonstration's workspace goes.")] = Path(
        "var/demo"
    ),
    programme: Annotated[
        bool, typer.Option("--programme", help="Two years of every audit, compared with the truth.")
    ] = False,
    weeks: Annotated[
        int, typer.Option(help="How many weekly audits of the programme.", min=1, max=104)
    ] = 104,
) -> None:
    """Run a whole weekly audit of a made-up partnership, or two years of all of its audits."""
    if programme:
        from audits.demo.programme import tell_programme
        from audits.demo.programme.agenda import Scale

        if not tell_programme(home, scale=Scale(weeks=weeks)):
            raise typer.Exit(2)
        return
    # Prefect takes seconds to import, and no other command needs it.
    from audits.demo.story import tell

    tell(home)


@app.command("schedule")
def schedule(
    port: Annotated[int, typer.Option(help="Where Prefect's page is, on this machine.")] = 4200,
    show_sign_in: Annotated[
        bool,
        typer.Option("--show-sign-in", help="Only show what the page of a running one asks for."),
    ] = False,
) -> None:
    """Serve every audit and tick on its schedule until stopped; Prefect's page shows them."""
    settings = read_settings()
    if show_sign_in:
        say(read_sign_in(settings.prefect_home, port))
        return
    prepare_prefect(settings)
    from audits.flows.server import running_server

    given = settings.prefect_api_url
    parts = build(settings)
    note_schedule_started(parts=parts)
    with (
        nullcontext() if given else running_server(settings, page=port),
        watching.watched(parts),
    ):
        # Prefect reads where its server is when it is imported.
        from audits.flows.deployments import serve_all

        page = given.removesuffix("/api") or f"http://127.0.0.1:{port}"
        say(f"Serving every audit and tick. To see and start them: {page}. To stop: Ctrl+C")
        if not given:
            say(f"The page asks you to sign in with what is shown by: {_SHOW} --port {port}")
        serve_all(say)


@app.command("serve")
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

    parts = build(settings)
    with watching.watched(parts):
        run(make_app(parts, settings.delivery_token), host=host, port=port)


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # whatever is written, here or by what is started, is for its owner alone
    try:
        app()
    except (UserError, ChannelError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
