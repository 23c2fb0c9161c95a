"""The command line: noun then verb. Exit 0 done, 2 a person can put it right, 1 a bug."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer

from audits.domain.errors import ChannelError, UserError


# What a person can type first: the module that holds it, its name there and its help; of a noun
# also the other modules that hold commands of it. A module is loaded only when its word is typed:
# together they take ten times as long as most of them do.
COMMANDS = {
    "init": (
        "init.init",
        "Make a workspace in AUDITS_HOME (./var unless set); one that is there is left as it is.",
    ),
    "status": (
        "status.status",
        "Show how the ticks are and what waits for a person; with --tell, for a timer to run.",
    ),
    "chase": (
        "chase.chase_",
        "Make the reminders and escalations that are due; the next dispatch send sends them.",
    ),
    "verify": (
        "trail.verify",
        "Check everything kept: trail, rows, look log, files, draws, answers and findings.",
    ),
    "demo": (
        "demo.demo",
        "Run a whole weekly audit of a made-up partnership.",
    ),
    "schedule": (
        "server.schedule",
        "Serve every audit and tick on its schedule until stopped; Prefect's page shows them.",
    ),
    "serve": (
        "server.serve",
        "Answer over the web until stopped: GOV.UK Notify's calls, and a sign of life at /health.",
    ),
}
NOUNS = {
    "template": ("template.template", "Audit templates: what each kind of audit asks."),
    "agency": ("agency.agency", "Agencies, their units and whom to write to."),
    "register": ("register.register", "Registers: the lists that cases are drawn from."),
    "cycle": ("cycle.cycle", "Cycles: one run of one audit."),
    "sample": ("sample.sample", "The draw of cases, and its proof."),
    "pack": ("pack.pack", "The workbooks that units are sent."),
    "dispatch": ("dispatch.dispatch", "What is sent: packs, key lists, reminders."),
    "return": ("returns.return_", "What comes back.", "allowance", "queries"),
    "concern": ("concern.concern", "Immediate concerns about a child."),
    "moderate": ("moderate.moderate", "Moderation: grades looked at again."),
    "finding": ("finding.finding", "What was found."),
    "action": ("action.action", "The action plan.", "action_import", "action_pack", "meeting"),
    "learning": ("learning.learning", "What was learnt, and what changed."),
    "paper": ("paper.paper", "Papers for meetings."),
    "trail": ("trail.trail", "The trail: who did what, when and why."),
    "vault": ("vault.vault", "The vault: identities and secrets, sealed."),
    "survey": ("survey.survey", "Surveys: a second source beside the returns."),
    "external": ("external.external", "Audits that somebody else made."),
}


def make_app(*typed: str) -> typer.Typer:
    """Return the command line with what stands behind these words; of others only their help."""
    app = typer.Typer(
        help="Runs a safeguarding partnership's multi-agency audits.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    with _no_garbage():
        for word, (place, help) in COMMANDS.items():
            command = _load(place) if word in typed else _not_typed
            app.command(word, help=help)(command)
        for word, (place, help, *more) in NOUNS.items():
            noun = _load(place, more) if word in typed else typer.Typer()
            app.add_typer(noun, name=word, help=help)
    return app


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no garbage for a while: nothing that is loaded is, and it takes a tenth as long."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def _load(place: str, more: Iterable[str] = ()) -> Any:
    """Return what stands at a place; the modules of ``more`` add their commands to it."""
    module, name = place.split(".")
    loaded = getattr(import_module(f".{module}", __name__), name)
    for each in more:
        import_module(f".{each}", __name__)
    return loaded


def _not_typed() -> None:
    """Stand in a list of commands."""


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # whatever is written, here or by what is started, is for its owner alone
    try:
        make_app(*sys.argv[1:2])()
    except (UserError, ChannelError) as error:
        from .remedies import with_remedies

        typer.echo(with_remedies(error), err=True)
        sys.exit(2)
