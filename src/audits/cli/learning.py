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

Need = Annotated[
    str, typer.Option(help="Add a need for training, for example 'how to hear the child'.")
]
NeedTheme = Annotated[
    str, typer.Option(help="The theme of the new need, for example voice_of_child.")
]
Audience = Annotated[
    str, typer.Option(help="Who needs the training, for example 'health visitors'.")
]
NeedAction = Annotated[
    str, typer.Option(help="The action that the new need comes from, for example A7.")
]
Met = Annotated[str, typer.Option(help="The number of a need that was met, for example T1.")]
HowMet = Annotated[
    str, typer.Option(help="How it was met, for example 'in the core course since May'.")
]
Every = Annotated[bool, typer.Option("--all", help="List also the needs that were met.")]
Theme = Annotated[
    str, typer.Argument(help="A core question or a theme, for example voice_of_child.")
]


@learning.command("themes")
@lists()
def themes(
    year: Annotated[
        int | None,
        typer.Option(help="Show only findings from cycles of this year, for example 2026."),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """List each theme across audits and years: what was found and what changed as a result."""
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


@learning.command("why")
@lists()
def why(
    year: Annotated[
        int | None,
        typer.Option(help="Count only audits and actions opened in this year, for example 2026."),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """List how often each factor was said to have contributed, across audits and years."""
    from audits.queries.factors import list_factors

    rows = list_factors(workspace=build_here(), year=year)
    columns = ("factor", "developments", "strengths", "actions_to_do", "actions_done", "audits")
    show_rows(rows, columns, options, nothing="Nobody has named a factor yet.")


@learning.command("share")
def share_(
    theme: Theme,
    shared_with: Annotated[
        str, typer.Option("--with", help="Who heard of it, for example 'GP practices'.")
    ],
    how: Annotated[str, typer.Option(help="How they heard of it, for example 'workshop'.")],
    on: Annotated[
        date | None, day_option("The day, for example 9/3/2026. Today if you leave it out.")
    ] = None,
) -> None:
    """Record with whom learning on a theme was shared, and how."""
    from audits.steps.learning.record import record_sharing

    record_sharing(theme, shared_with=shared_with, how=how, workspace=build_here(), on=on)
    say(f"{theme}: shared with {shared_with}.")


@learning.command("training")
@lists()
def training(
    add: Need = "",
    theme: NeedTheme = "",
    audience: Audience = "",
    action: NeedAction = "",
    met: Met = "",
    how: HowMet = "",
    every: Every = False,
    *,
    options: ListOptions,
) -> None:
    """List the training that is needed.

    Use --add to record a need, and --met to record that it was met.
    """
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
    text: Annotated[
        str, typer.Argument(help="What is challenged, for example 'Contacts wait two days.'")
    ],
    by: Annotated[str, typer.Option(help="Who raises it, for example health.")],
    to: Annotated[str, typer.Option(help="Who has to answer, for example social_care.")],
    theme: Annotated[
        str, typer.Option(help="A core question or a theme, for example voice_of_child.")
    ] = "",
    action: Annotated[str, typer.Option(help="The action that came of it, for example A7.")] = "",
) -> None:
    """Record that one partner challenges another about practice."""
    from audits.steps.learning.record import raise_challenge

    workspace = build_here()
    ref = raise_challenge(
        text, raised_by=by, put_to=to, workspace=workspace, theme=theme, action=action or None
    )
    say(f"{ref} is in the log.")


@learning.command("settle")
def settle(
    ref: Annotated[str, typer.Argument(help="The challenge's number, for example C3.")],
    outcome: Annotated[
        str, typer.Option(help="What came of it, for example 'both agreed a protocol'.")
    ],
) -> None:
    """Record what came of a challenge."""
    from audits.steps.learning.record import settle_challenge

    settle_challenge(ref, outcome=outcome, workspace=build_here())
    say(f"{ref} is settled.")


@learning.command("challenges")
@lists()
def challenges(*, options: ListOptions) -> None:
    """List the challenges and what came of each."""
    from audits.queries.learning import list_challenges

    rows = list_challenges(workspace=build_here())
    columns = ("id", "raised_on", "raised_by", "put_to", "text", "outcome")
    show_rows(rows, columns, options, nothing="No challenge was raised.")
