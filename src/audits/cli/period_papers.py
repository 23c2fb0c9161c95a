"""Commands that make the papers on a month and on a quarter."""

from typing import Annotated

import typer

from audits.wiring import build_here

from .showing import say


Version = Annotated[str, typer.Option(help="professional or public.")]
Format = Annotated[str, typer.Option(help="html, docx or pdf.")]


def add_to(paper: typer.Typer) -> None:
    """Add these commands to those that make papers."""
    paper.command("month")(month)
    paper.command("quarter")(quarter)


def month(
    period: Annotated[str, typer.Argument(metavar="MONTH", help="As 2017-03.")],
    version: Version = "professional",
    format: Format = "html",
) -> None:
    """Make the month's paper from every cycle of it that QEG has agreed."""
    _make("mash_month", period, version=version, format=format)


def quarter(
    period: Annotated[str, typer.Argument(metavar="QUARTER", help="As 2017-Q1.")],
    version: Version = "professional",
    format: Format = "html",
) -> None:
    """Make the quarter's paper from every cycle of it that QEG has agreed."""
    _make("mash_quarter", period, version=version, format=format)


def _make(paper: str, period: str, *, version: str, format: str) -> None:
    from audits.steps.papers.make_period import make_period_paper

    made = make_period_paper(paper, period, workspace=build_here(), format=format, version=version)
    for path in made:
        say(str(path))
