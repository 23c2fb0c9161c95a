"""What can be typed after the commands on moderation."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from .typed_days import day_option


CaseRef = Annotated[
    str, typer.Argument(metavar="CASE", help="The case's reference, for example MASH26W10-03.")
]
QuestionId = Annotated[
    str, typer.Argument(metavar="QUESTION", help="The question's id, for example timeliness.")
]
UnitCode = Annotated[
    str,
    typer.Option(
        help="The unit whose grade it is about, for example police. Needed if several units "
        "gave one."
    ),
]
Why = Annotated[
    str, typer.Option(help="Why, for example 'no visit recorded'. It is kept with the grade.")
]
ForSecond = Annotated[
    bool, typer.Option("--second", help="Write it for second ratings, without the first ones.")
]
EveryGrade = Annotated[
    bool,
    typer.Option("--every-grade", help="Open every grade, not only those that need a person."),
]
Folder = Annotated[
    Path | None, typer.Option(help="The folder to write it to, for example moderation.")
]
FilledIn = Annotated[
    Path, typer.Argument(help="The workbook, filled in, for example moderation.xlsx.")
]
GradedBy = Annotated[
    str,
    typer.Option(
        help="Who graded, for example 'A Moderator'. Needed if the workbook does not say."
    ),
]
OfCycle = Annotated[
    str, typer.Option(help="The cycle that the workbook must be of, for example MASH-2026-W10.")
]
AgreedBy = Annotated[str, typer.Option(help="Who agrees, for example 'A Moderator'.")]
OnlyCase = Annotated[
    str, typer.Option(help="Agree only with the grades of this case, for example MASH26W10-03.")
]
OnlyUnit = Annotated[
    str, typer.Option(help="Agree only with the grades of this unit, for example police.")
]
Value = Annotated[str, typer.Argument(metavar="GRADE", help="The grade's code, for example good.")]
GivenBy = Annotated[str, typer.Option(help="Who gives the grade, for example 'A Moderator'.")]
Panel = Annotated[bool, typer.Option("--panel", help="Record it as the panel's grade.")]
Second = Annotated[
    bool,
    typer.Option("--second", help="Record it as a second rating, given without seeing the first."),
]
DisputeOwner = Annotated[
    str, typer.Option(help="Who is to settle it, for example 'head of service'.")
]
Settled = Annotated[bool, typer.Option("--settle", help="Record that it is settled.")]
FollowUpOwner = Annotated[str, typer.Option(help="Who follows it up, for example 'team manager'.")]
Due = Annotated[date, day_option("The day by which it is done, for example 30/6/2026.")]
AnyCase = Annotated[
    str | None,
    typer.Argument(
        help="The case's reference, for example MASH26W10-03. All cases if you leave it out."
    ),
]
