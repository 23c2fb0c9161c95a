"""The command line: noun then verb. Exit 0 done, 2 a person can put it right, 1 a bug."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer

from audits.boards import has_boards, installation, use_board
from audits.domain.clock import Clock, going_by, system_clock
from audits.domain.errors import ChannelError, UserError


BOARD = "--board"
Board = Annotated[
    str,
    typer.Option(
        BOARD,
        help="Which partnership of an installation of several you mean, for example north-shire.",
    ),
]
# What a person can type first: the module that holds it, its name there and its help; of a noun
# also the other modules that hold commands of it. A module is loaded only when its word is typed:
# together they take ten times as long as most of them do.
COMMANDS = {
    "init": (
        "init.init",
        "Make a workspace in the folder that AUDITS_HOME names, or else in ./var.\n\n"
        "A workspace that is there already is left as it is.",
    ),
    "status": (
        "status.status",
        "Show whether the scheduled jobs run well, and what waits for a person.",
    ),
    "chase": (
        "chase.chase_",
        "Write the reminders and escalations that are due.\n\n"
        "'audits dispatch send' then sends them.",
    ),
    "verify": (
        "trail.verify",
        "Check that nothing kept was changed: trail, rows, look log, files, draws and findings.",
    ),
    "backup": (
        "backup.backup",
        "Write everything that is kept into one sealed file, while others work.",
    ),
    "backup-key": (
        "backup.backup_key",
        "Make the key of this partnership's backups: once, before the first.",
    ),
    "restore": (
        "backup.restore",
        "Make a workspace of a backup, in an empty folder that AUDITS_HOME names.",
    ),
    "upgrade": (
        "backup.upgrade",
        "Bring a workspace of an older version up to this one, with a backup as the way back.",
    ),
    "demo": (
        "demo.demo",
        "Run one whole weekly audit of a made-up partnership.",
    ),
    "schedule": (
        "server.schedule",
        "Run every audit and job on its schedule until you stop it.\n\nPrefect's page shows them.",
    ),
    "worker": (
        "server.worker",
        "Run the audits and jobs of a work pool until you stop it; on as many machines as you "
        "like.\n\nA database or a Prefect server that is away is waited for.",
    ),
    "serve": (
        "server.serve",
        "Serve the website and run the schedule until you stop them.\n\n"
        "The website also answers GOV.UK Notify's calls, and at /health that it is alive.",
    ),
}
NOUNS = {
    "board": (
        "board.board",
        "Add and list the partnerships of an installation of several.",
    ),
    "template": (
        "template.template",
        "Check, show and change templates: what each kind of audit asks.",
    ),
    "agency": ("agency.agency", "Take in the list of agencies, and confirm whom we write to."),
    "unit": ("unit.unit", "Send, list and stop the links by which a unit's contacts come in."),
    "user": ("user.user", "Add and stop accounts on the website: who may sign in, and as what."),
    "register": ("register.register", "Load registers, the lists that cases are drawn from."),
    "cycle": ("cycle.cycle", "Open, approve and publish cycles, each one run of one audit."),
    "sample": ("sample.sample", "Draw the cases of a cycle, and prove the draw."),
    "pack": ("pack.pack", "Write the workbooks that units fill in."),
    "dispatch": ("dispatch.dispatch", "Send messages: packs, key lists, reminders."),
    "return": (
        "returns.return_",
        "Collect what comes back, and see what is missing.",
        "allowance",
        "certifying",
        "queries",
    ),
    "concern": ("concern.concern", "Show immediate concerns about a child."),
    "moderate": ("moderate.moderate", "Look at grades again, and agree them."),
    "finding": ("finding.finding", "Show what was found, and have units check it."),
    "action": (
        "action.action",
        "Keep the action plan, and prepare meetings.",
        "action_import",
        "action_pack",
        "meeting",
    ),
    "learning": ("learning.learning", "Record what was learnt, and what changed."),
    "paper": ("paper.paper", "Make papers for meetings and for the public."),
    "trail": ("trail.trail", "Check and print the trail: who did what, when and why."),
    "vault": ("vault.vault", "List who looked at the identities and secrets in the vault."),
    "person": ("person.person", "Find what is kept about one person, who asks for it."),
    "hold": ("hold.hold", "Place, list and end legal holds: what is held is not destroyed."),
    "retention": (
        "retention.retention",
        "List what is due to be destroyed, and destroy it for good.",
    ),
    "export": ("export.export", "Write everything that is kept in open formats."),
    "survey": ("survey.survey", "Take in surveys, a second source beside the returns."),
    "external": ("external.external", "Record audits that somebody else made."),
}


def make_app(*typed: str) -> typer.Typer:
    """Return the command line with what stands behind these words; of others only their help."""
    app = typer.Typer(
        help="Run a safeguarding partnership's multi-agency audits.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_at_board)
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


@cache
def _look_no_more_at_what_is_loaded() -> None:
    """Have no garbage looked for, once in a process, in what is loaded: all of it stays.

    To look through it again takes a fifth of a list's time, as commands load more.
    """
    gc.freeze()


def _load(place: str, more: Iterable[str] = ()) -> Any:
    """Return what stands at a place; the modules of ``more`` add their commands to it."""
    module, name = place.split(".")
    loaded = getattr(import_module(f".{module}", __name__), name)
    for added in more:
        import_module(f".{added}", __name__)
    return loaded


def _not_typed() -> None:
    """Stand in a list of commands."""


def _at_board(board: Board = "") -> None:
    """Run a safeguarding partnership's multi-agency audits."""
    if board and not has_boards():
        raise UserError(f"There are no boards in {installation()}. Leave out {BOARD}.")
    if board:
        use_board(board)


def _typed_word(typed: Sequence[str]) -> str:
    """Return the first word that was typed: behind the board, if one is named."""
    words = iter(typed)
    for word in words:
        if word == BOARD:
            next(words, "")
        elif not word.startswith("-"):
            return word
    return ""


def main(clock: Clock = system_clock) -> None:
    """Run the command line, by the machine's clock unless another is passed."""
    os.umask(0o077)  # whatever is written, here or by what is started, is for its owner alone
    try:
        app = make_app(_typed_word(sys.argv[1:]))
        _look_no_more_at_what_is_loaded()
        with going_by(clock):
            app()
    except (UserError, ChannelError) as error:
        from .remedies import with_remedies

        typer.echo(with_remedies(error), err=True)
        sys.exit(2)
