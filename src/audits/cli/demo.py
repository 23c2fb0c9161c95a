"""The command that plays the demonstration."""

from pathlib import Path
from typing import Annotated

import typer

from .background_worker import BackgroundWorker
from .output import say


HOST = "127.0.0.1"


def demo(
    home: Annotated[
        Path, typer.Option(help="The folder for its workspace, for example var/demo.")
    ] = Path("var/demo"),
    serve: Annotated[
        bool, typer.Option("--serve", help="Open the website on it, with an account for each role.")
    ] = False,
    port: Annotated[
        int, typer.Option(help="With --serve, the port to answer at, for example 8000.")
    ] = 8000,
) -> None:
    """Run one whole weekly audit of a made-up partnership."""
    # Prefect takes seconds to import, and no other command needs it.
    from audits.demo.story import tell

    address = f"http://{HOST}:{port}"
    tell(home, address=address)
    if serve:
        _serve(home, port, address)


def _serve(home: Path, port: int, address: str) -> None:
    """Print a link for each role, and answer over the web until stopped."""
    from audits.demo.accounts import link_in_a_letter, links_that_sign_in
    from audits.settings import read_settings, use_home
    from audits.steps.access.give_links import keep_links_open
    from audits.web import make_app, serve as run
    from audits.wiring import build

    workspace = build(read_settings(home))
    keep_links_open(workspace=workspace)
    say("\nOpen one of these in a browser. Each link works once:")
    for who, token in links_that_sign_in(workspace).items():
        say(f"  {who}: {address}/enter/{token}")
    say("An agency lead has no account. This link is in a letter to the police, and works again:")
    say(f"  {link_in_a_letter(workspace)}")
    say(f"So do the links in the other letters about packs: {home / 'outbox'}")
    say("To stop: Ctrl+C")
    use_home(home)  # also for what is started beside the website
    with BackgroundWorker(lambda: [workspace]) as worker:
        run(make_app(workspace, begin=worker), host=HOST, port=port)
