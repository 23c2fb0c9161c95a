"""Commands on surveys: a second source beside the returns."""

from pathlib import Path
from typing import Annotated

import typer

from audits.domain.amounts import many
from audits.wiring import build_here

from .files import read_bytes
from .options import Ref
from .output import say


survey = typer.Typer(no_args_is_help=True)


@survey.command("import")
def import_counts(
    ref: Ref,
    file: Annotated[Path, typer.Argument(help="The survey's counts, for example survey.csv.")],
    name: Annotated[
        str, typer.Option(help="What to call the survey, for example 'Parents 2026'.")
    ] = "Survey",
) -> None:
    """Take in the counts of a survey, to stand beside a cycle.

    Counts of 1 to 5 are not kept.
    """
    from audits.steps.learning.import_survey import import_survey

    taken = import_survey(ref, read_bytes(file), survey=name, workspace=build_here())
    for line in taken.unread:
        say(line)
    stand = many(taken.questions, "question stands", "questions stand")
    say(f"{stand} beside {ref}. To see them: audits cycle show {ref}")
