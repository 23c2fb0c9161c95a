"""Commands that make papers: on a cycle, a period or the whole plan; and let a public one out."""

from typing import Annotated

import typer

from audits.wiring import build_here

from .options import Ref
from .output import say


Year = Annotated[
    str, typer.Argument(metavar="YEAR", help="The year from April to March, for example 2026/27.")
]
Month = Annotated[str, typer.Argument(metavar="MONTH", help="The month, for example 2026-03.")]
Quarter = Annotated[
    str, typer.Argument(metavar="QUARTER", help="The quarter, for example 2026-Q1.")
]
About = Annotated[
    str,
    typer.Argument(
        metavar="REF", help="A cycle's reference or a year, for example MASH-2026-W10 or 2026/27."
    ),
]
Name = Annotated[
    str,
    typer.Argument(metavar="PAPER", help="The name of the paper, for example census or annual."),
]
Version = Annotated[
    str, typer.Option(help="Who it is for, for example professional. The other is public.")
]
Format = Annotated[
    str, typer.Option(help="The kind of file, for example html. Others are docx and pdf.")
]


paper = typer.Typer(no_args_is_help=True)


@paper.command("make")
def make(
    ref: Ref,
    version: Version = "professional",
    format: Format = "html",
) -> None:
    """Make the papers of one cycle."""
    from audits.steps.papers.make import make_paper

    for path in make_paper(ref, workspace=build_here(), format=format, version=version):
        say(str(path))


@paper.command("feedback")
def feedback(
    ref: Ref,
    unit: Annotated[
        str, typer.Option("--unit", help="Make it of this unit alone, for example police.")
    ] = "",
    format: Format = "html",
) -> None:
    """Make each unit's feedback sheet: its own answers, and all the others' together."""
    from audits.steps.papers.make_feedback import make_feedback

    for path in make_feedback(ref, unit=unit, workspace=build_here(), format=format):
        say(str(path))


@paper.command("scrutiny")
def scrutiny(about: About, format: Format = "html") -> None:
    """Make the scrutineer's pack of a cycle or a year: what to check, and where."""
    from audits.domain.programme import YEAR
    from audits.reporting import SCRUTINY
    from audits.steps.papers.make import make_paper

    if YEAR.match(about):
        _make_board(SCRUTINY, year=about, format=format)
        return
    for path in make_paper(about, workspace=build_here(), format=format, only=SCRUTINY):
        say(str(path))


@paper.command("actions")
def actions(format: Format = "html") -> None:
    """Make the action report: what is late, what waits for a decision, and the rest."""
    _make_board("actions", format=format)


@paper.command("board")
def board(year: Year, format: Format = "html") -> None:
    """Make the year's summary: what improved, what is improving, what is still to do."""
    _make_board("board", year=year, format=format)


@paper.command("annual")
def annual(year: Year, version: Version = "professional", format: Format = "html") -> None:
    """Make the yearly report, or its chapter on auditing, as partnership.toml names sections."""
    _make_board("annual", year=year, version=version, format=format)


def _make_board(paper: str, *, format: str, year: str = "", version: str = "professional") -> None:
    from audits.steps.papers.make import make_board_paper

    workspace = build_here()
    say(
        str(make_board_paper(paper, workspace=workspace, year=year, version=version, format=format))
    )


@paper.command("read")
def read(about: About, name: Name) -> None:
    """Print a public paper as plain text, so that you can read it before you sign it."""
    from audits.steps.papers.sign import read_paper

    say(read_paper(about, name, workspace=build_here()))


@paper.command("sign")
def sign(
    about: About,
    name: Name,
    by: Annotated[
        str, typer.Option(help="Who read it and lets it out, for example 'A Manager'.")
    ] = "",
    why: Annotated[
        str,
        typer.Option(help="Why it identifies nobody, for example 'no count below 6'. It is kept."),
    ] = "",
) -> None:
    """Sign a public paper as it now reads, so that it can be made."""
    from audits.steps.papers.sign import sign_paper

    sign_paper(about, name, by=by, why=why, workspace=build_here())
    say(f"The public paper '{name}' of {about} may be made.")


@paper.command("month")
def month(period: Month, version: Version = "professional", format: Format = "html") -> None:
    """Make the paper of a month from the cycles that the quality group has agreed."""
    _make("mash_month", period, version=version, format=format)


@paper.command("quarter")
def quarter(period: Quarter, version: Version = "professional", format: Format = "html") -> None:
    """Make the paper of a quarter from the cycles that the quality group has agreed."""
    _make("mash_quarter", period, version=version, format=format)


def _make(paper: str, period: str, *, version: str, format: str) -> None:
    from audits.steps.papers.make_period import make_period_paper

    made = make_period_paper(paper, period, workspace=build_here(), format=format, version=version)
    for path in made:
        say(str(path))
