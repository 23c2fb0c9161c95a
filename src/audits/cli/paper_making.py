"""Commands for papers on a year or on the whole plan, and for letting a public paper out."""

from typing import Annotated

import typer

from audits.wiring import build_here

from .showing import say


Year = Annotated[str, typer.Argument(metavar="YEAR", help="As 2016/17, from April to March.")]
About = Annotated[str, typer.Argument(metavar="REF", help="A cycle's reference, or a year.")]
Name = Annotated[str, typer.Argument(metavar="PAPER", help="A paper's name, as census or annual.")]
Version = Annotated[str, typer.Option(help="professional or public.")]
Format = Annotated[str, typer.Option(help="html, docx or pdf.")]


def add_to(paper: typer.Typer) -> None:
    """Add these commands to those that make a cycle's papers."""
    paper.command("actions")(actions)
    paper.command("board")(board)
    paper.command("annual")(annual)
    paper.command("read")(read)
    paper.command("sign")(sign)


def actions(format: Format = "html") -> None:
    """Make QEG's action report: what is late, what waits for a decision, and the rest."""
    from audits.steps.papers.make import make_board_paper

    say(str(make_board_paper("actions", workspace=build_here(), format=format)))


def board(year: Year, format: Format = "html") -> None:
    """Make the board's summary: what improved, what is improving, what is still to do."""
    from audits.steps.papers.make import make_board_paper

    say(str(make_board_paper("board", workspace=build_here(), year=year, format=format)))


def annual(year: Year, version: Version = "professional", format: Format = "html") -> None:
    """Make the annual report's chapter on auditing: what was found, and what came of it."""
    from audits.steps.papers.make import make_board_paper

    workspace = build_here()
    say(
        str(
            make_board_paper(
                "annual", workspace=workspace, year=year, version=version, format=format
            )
        )
    )


def read(about: About, name: Name) -> None:
    """Print a public paper as plain text, to be read before it is signed."""
    from audits.steps.papers.sign import read_paper

    say(read_paper(about, name, workspace=build_here()))


def sign(
    about: About,
    name: Name,
    by: Annotated[str, typer.Option(help="Who read it and lets it out.")] = "",
    why: Annotated[str, typer.Option(help="Why it identifies nobody; it is kept.")] = "",
) -> None:
    """Let a public paper out, as it now reads: it can be made from then on."""
    from audits.steps.papers.sign import sign_paper

    sign_paper(about, name, by=by, why=why, workspace=build_here())
    say(f"The public paper '{name}' of {about} may be made.")
