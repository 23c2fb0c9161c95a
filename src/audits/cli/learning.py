"""Commands on learning: themes, training, what was shared, challenges."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from audits.wiring import build_here

from .options import ListOptions, lists
from .output import say, show_json, show_rows
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.queries.themes import ThemeLine

learning = typer.Typer(no_args_is_help=True)

Theme = Annotated[str, typer.Argument(help="A core question or a theme, as voice_of_child.")]


@learning.command("themes")
@lists()
def themes(
    year: Annotated[int | None, typer.Option(help="Only findings of this year's cycles.")] = None,
    *,
    options: ListOptions,
) -> None:
    """List each theme across audits and years: what was found, and as a result what changed."""
    from audits.queries.themes import list_themes

    lines = list_themes(workspace=build_here(), year=year)
    if options.as_json:
        show_json(lines)
        return
    counted = ("strengths", "developments", "changed", "still_to_do", "shared_with")
    rows = [_counted(line, counted) for line in lines]
    columns = ("theme", "audits", *counted)
    show_rows(rows, columns, options, nothing="Nothing has been learnt yet.")


def _counted(line: "ThemeLine", names: Sequence[str]) -> dict[str, object]:
    """Return a theme's row of the table: how much there is of each kind."""
    counts = {name: len(getattr(line, name)) for name in names}
    return {"theme": line.theme, "audits": line.audits, **counts}


@learning.command("share")
def share_(
    theme: Theme,
    shared_with: Annotated[str, typer.Option("--with", help="Who heard of it.")],
    how: Annotated[str, typer.Option(help="A leaflet, a workshop, a bulletin.")],
    on: Annotated[date | None, day_option("Today, if left out.")] = None,
) -> None:
    """Write down with whom what was learnt was shared."""
    from audits.steps.learning.record import record_sharing

    record_sharing(theme, shared_with=shared_with, how=how, workspace=build_here(), on=on)
    say(f"{theme}: shared with {shared_with}.")


@learning.command("training")
@lists()
def training(
    add: Annotated[str, typer.Option(help="Add this need: what training must bring home.")] = "",
    theme: Annotated[str, typer.Option(help="The theme of a new need.")] = "",
    audience: Annotated[str, typer.Option(help="Whom a new need concerns.")] = "",
    action: Annotated[str, typer.Option(help="The action a new need comes from.")] = "",
    met: Annotated[str, typer.Option(help="The number of a need that was met.")] = "",
    how: Annotated[str, typer.Option(help="How it was met.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Those that were met too.")] = False,
    *,
    options: ListOptions,
) -> None:
    """List the training that is needed; with --add note a need, with --met that it was met."""
    from audits.queries.learning import list_training
    from audits.steps.learning.record import meet_training, need_training

    workspace = build_here()
    if add:
        ref = need_training(
            theme, text=add, audience=audience, workspace=workspace, action=action or None
        )
        say(f"{ref} is on the list.")
        return
    if met:
        meet_training(met, how=how, workspace=workspace)
        say(f"{met} is met.")
        return
    rows = list_training(workspace=workspace, met=every)
    columns = ("id", "theme", "text", "audience", "raised_on", "met_how")
    show_rows(rows, columns, options, nothing="No training is needed.")


@learning.command("challenge")
def challenge_(
    text: Annotated[str, typer.Argument(help="What is challenged.")],
    by: Annotated[str, typer.Option(help="Who raises it.")],
    to: Annotated[str, typer.Option(help="Whom it is put to.")],
    theme: Annotated[str, typer.Option(help="A core question or a theme.")] = "",
    action: Annotated[str, typer.Option(help="The action that came of it.")] = "",
) -> None:
    """Log what one partner puts to another about practice."""
    from audits.steps.learning.record import raise_challenge

    workspace = build_here()
    ref = raise_challenge(
        text, raised_by=by, put_to=to, workspace=workspace, theme=theme, action=action or None
    )
    say(f"{ref} is in the log.")


@learning.command("settle")
def settle(
    ref: Annotated[str, typer.Argument(help="A challenge's number, as C3.")],
    outcome: Annotated[str, typer.Option(help="What came of it.")],
) -> None:
    """Write down what came of a challenge."""
    from audits.steps.learning.record import settle_challenge

    settle_challenge(ref, outcome=outcome, workspace=build_here())
    say(f"{ref} is settled.")


@learning.command("challenges")
@lists()
def challenges(*, options: ListOptions) -> None:
    """List the challenges and what came of them."""
    from audits.queries.learning import list_challenges

    rows = list_challenges(workspace=build_here())
    columns = ("id", "raised_on", "raised_by", "put_to", "text", "outcome")
    show_rows(rows, columns, options, nothing="No challenge was raised.")
