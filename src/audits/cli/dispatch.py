"""Commands that send, and that take a person's word on what became of a message."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.amounts import many
from audits.domain.days import moment_in_words
from audits.domain.errors import RefusedError, TryAgainError, UserError
from audits.domain.message import DeliveryOutcome
from audits.wiring import build_here
from audits.workspace import Workspace

from .options import AsJson, ListOptions, lists, one_cycle
from .output import say, show_json, show_rows
from .remedies import say_remedies
from .words import in_words


if TYPE_CHECKING:
    from audits.queries.dispatches import DispatchLine
    from audits.queries.letters_to_approve import LetterToApprove
    from audits.queries.story import StoryLine


dispatch = typer.Typer(no_args_is_help=True)

Key = Annotated[
    str,
    typer.Argument(
        help="The message's key from 'audits dispatch list', for example "
        "MASH-2026-W10/police/pack/1."
    ),
]
LOST = {DeliveryOutcome.BOUNCED: "bounced", DeliveryOutcome.FAILED: "did not arrive"}
SHOWN = ("key", "status", "channel", "recipients", "subject", "attachments", "attempts", "due_at",
         "claimed_at", "sent_at", "delivered_at", "receipt", "reason")  # fmt: skip


@dispatch.command("send")
def send(as_json: AsJson = False) -> None:
    """Send every message that is due.

    A message that was sent is never sent again.
    """
    from audits.steps.ticks.runner import OneByOne
    from audits.steps.ticks.send_everything import send_everything

    workspace = build_here()
    run = OneByOne(workspace)
    sent = send_everything(run=run, workspace=workspace)
    stands = {key: str(status) for key, status in sent.stands.items()}
    for (what, key), error in run.failed.items():
        if what == "send" and isinstance(error, TryAgainError):
            stands[key] = f"due again: {error}"
    stands |= {key: LOST[outcome] for key, outcome in sent.outcomes.items() if outcome in LOST}
    rows = [{"key": key, "status": status} for key, status in stands.items()]
    show_rows(rows, ("key", "status"), ListOptions(as_json=as_json), nothing="Nothing is due.")
    if not as_json:
        _say_waiting(workspace)
    # What cannot be asked after is asked again with the next sending, for four days.
    run.check(but=(TryAgainError, RefusedError))


@dispatch.command("approve")
def approve(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            help="The letters' keys, for example MASH-2026-W10/police/pack/1. Leave them out to "
            "read what waits."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Approve every letter that waits.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Approve letters that wait to be read before they go, or read them."""
    from audits.queries.letters_to_approve import digests_by_key, letters_to_approve
    from audits.steps.dispatch.approve import approve_letters

    workspace = build_here()
    waiting = digests_by_key(letters := letters_to_approve(workspace=workspace))
    if not (keys or everything):
        _show_letters(letters, as_json=as_json)
        return
    read = waiting if everything else {key: waiting.get(key, "") for key in keys or ()}
    number = approve_letters(read, workspace=workspace)
    say(f"{many(number, 'letter')} approved. Next: audits dispatch send")


@dispatch.command("reword")
def reword(
    key: Key,
    text: Annotated[
        str,
        typer.Option(
            help="The new words, for example 'Return {workbook} by {deadline}.' What stands in "
            "braces is filled in for each letter."
        ),
    ] = "",
    standard: Annotated[
        bool, typer.Option("--standard", help="Go back to the standard words.")
    ] = False,
) -> None:
    """Put your words into one audit's letters of a kind, those that wait and those to come."""
    from audits.steps.dispatch.reword import reword_letters, use_standard_words

    if bool(text.strip()) is standard:
        raise UserError("Say exactly one of --text and --standard.")
    workspace = build_here()
    if standard:
        number = use_standard_words(key, workspace=workspace)
    else:
        number = reword_letters(key, text=text, workspace=workspace)
    say(f"{many(number, 'letter')} of this kind changed. To read them: audits dispatch approve")


def _say_waiting(workspace: Workspace) -> None:
    """Say how many letters did not go because somebody has to read them first."""
    from audits.queries.letters_to_approve import letters_to_approve

    number = len(letters_to_approve(workspace=workspace))
    if number:
        say(f"{many(number, 'letter')} to read before sending: audits dispatch approve")


def _show_letters(letters: "Sequence[LetterToApprove]", *, as_json: bool) -> None:
    if as_json:
        show_json(list(letters))
        return
    for letter in letters:
        say(f"{letter.key}, by {letter.channel}")
        say(f"To: {', '.join(letter.to) or 'nobody'}")
        say(f"With: {', '.join(letter.attachments) or 'nothing'}")
        say(f"Subject: {letter.subject}\n\n{letter.body}")
    if letters:
        say("To let one go: audits dispatch approve KEY. Or all: audits dispatch approve --all")
    else:
        say("No letter waits to be approved.")


@dispatch.command("list")
@lists(unit="unit", cycle="cycle", status="status")
def list_sent(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="The cycle's reference, for example MASH-2026-W10. All cycles if you leave it out."
        ),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """List which messages were sent and which wait."""
    from audits.queries.dispatches import list_dispatches, remedies_for

    ref, options = one_cycle(ref, options)
    rows = list_dispatches(ref, workspace=build_here())
    columns = ("key", "status", "sent_at", "reason")
    nothing = "Nothing has been written yet."
    shown = show_rows(rows, columns, options, nothing=nothing, computed={"status": _stands})
    if options.is_for_people:
        say_remedies({remedy for row in shown for remedy in remedies_for("", row.status)})


@dispatch.command("show")
def show_sent(key: Key, as_json: AsJson = False) -> None:
    """Show all that is known of one message, so that you can tell whether it went."""
    from audits.queries.dispatches import remedies_for, show_dispatch

    facts = show_dispatch(key, workspace=build_here())
    if as_json:
        show_json(facts)
        return
    for name in SHOWN:
        say(f"{name.replace('_', ' ')}: {in_words(getattr(facts, name)) or '-'}")
    say_story(facts.story)
    say_remedies(remedies_for(key, facts.status))


@dispatch.command("confirm")
def confirm(
    key: Key,
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="Whether the message went.")],
    why: Annotated[
        str, typer.Option(help="How you know, for example 'they have it'. It is kept in the trail.")
    ],
) -> None:
    """Record whether a message went, where only a person can tell.

    One that did not go is due again.
    """
    from audits.steps.dispatch.settle import confirm_not_sent, confirm_sent

    workspace = build_here()
    if sent:
        confirm_sent(key, why=why, workspace=workspace)
        say(f"{key} is sent, on your word.")
        return
    confirm_not_sent(key, why=why, workspace=workspace)
    say(f"{key} is due again, to whoever its unit's people are now. Next: audits dispatch send")


@dispatch.command("recall")
def recall(
    key: Key,
    why: Annotated[
        str,
        typer.Option(help="What went wrong, for example 'wrong address'. It is kept in the trail."),
    ],
) -> None:
    """Call back a message that went to the wrong person, or withdraw one not sent yet."""
    from audits.steps.dispatch.settle import recall_dispatch

    letter = recall_dispatch(key, why=why, workspace=build_here())
    if letter is None:
        say(f"{key} had not gone out. It is withdrawn.")
        return
    say(f"{letter} is due. Next: audits dispatch send, then telephone: docs/business_unit.md")


def say_story(story: "Sequence[StoryLine]") -> None:
    """Print what happened to something, one event a line."""
    for event in story:
        what = event.what
        if event.why:
            what += f" ({event.why})"
        say(f"  {moment_in_words(event.at)}  {what}, by {event.by}")


def _stands(row: "DispatchLine") -> str:
    if row.recalled:
        return f"{row.status}, recalled"
    return str(row.status)
