"""The command line: noun then verb. Exit 0 done, 2 a person can put it right, 1 a bug."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer

from audits.domain.errors import ChannelError, UserError


# What a person can type first: the module that holds it, its name there and its help. A module is
# loaded only when its word is typed: together they take ten times as long as most of them do.
COMMANDS = {
    "init": (
        "setting_up.init",
        "Make a workspace in AUDITS_HOME (./var unless set); one that is there is left as it is.",
    ),
    "status": (
        "watching.status",
        "Show how the ticks are and what waits for a person; with --tell, for a timer to run.",
    ),
    "chase": (
        "collecting.chase_",
        "Make the reminders and escalations that are due; the next dispatch send sends them.",
    ),
    "verify": (
        "verifying.verify",
        "Check everything kept: trail, rows, look log, files, draws, answers and findings.",
    ),
    "demo": (
        "demonstrating.demo",
        "Run a whole weekly audit of a made-up partnership, or two years of all of its audits.",
    ),
    "schedule": (
        "serving.schedule",
        "Serve every audit and tick on its schedule until stopped; Prefect's page shows them.",
    ),
    "serve": (
        "serving.serve",
        "Answer over the web until stopped: GOV.UK Notify's calls, and a sign of life at /health.",
    ),
}
NOUNS = {
    "template": ("templating.template", "Audit templates: what each kind of audit asks."),
    "agency": ("setting_up.agency", "Agencies, their units and whom to write to."),
    "register": ("registers.register", "Registers: the lists that cases are drawn from."),
    "cycle": ("bringing_in.cycle", "Cycles: one run of one audit."),
    "sample": ("drawing.sample", "The draw of cases, and its proof."),
    "pack": ("running_audits.pack", "The workbooks that units are sent."),
    "dispatch": ("sending.dispatch", "What is sent: packs, key lists, reminders."),
    "return": ("collecting.return_", "What comes back."),
    "concern": ("concerning.concern", "Immediate concerns about a child."),
    "moderate": ("moderating.moderate", "Moderation: grades looked at again."),
    "finding": ("following.finding", "What was found."),
    "action": ("deciding.action", "The action plan."),
    "learning": ("learning.learning", "What was learnt, and what changed."),
    "paper": ("following.paper", "Papers for meetings."),
    "trail": ("verifying.trail", "The trail: who did what, when and why."),
    "vault": ("verifying.vault", "The vault: identities and secrets, sealed."),
    "survey": ("bringing_in.survey", "Surveys: a second source beside the returns."),
    "external": ("bringing_in.external", "Audits that somebody else made."),
}


def make_app(*typed: str) -> typer.Typer:
    """Return the command line with what stands behind these words; of others only their help."""
    app = typer.Typer(
        help="Runs a safeguarding board's multi-agency audits.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    with _no_garbage():
        for word, (place, help) in COMMANDS.items():
            app.command(word, help=help)(_load(place) if word in typed else _not_typed)
        for word, (place, help) in NOUNS.items():
            app.add_typer(_load(place) if word in typed else typer.Typer(), name=word, help=help)
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


def _load(place: str) -> Any:
    module, name = place.split(".")
    return getattr(import_module(f".{module}", __name__), name)


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
