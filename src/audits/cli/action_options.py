"""What can be typed after the commands on actions."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from audits.actions import Better
from audits.domain.action import ActionKind, Rag
from audits.domain.status import ActionStatus

from .typed_days import day_option


Due = Annotated[date | None, day_option("The day by which it is done, for example 30/6/2026.")]
Day = Annotated[date | None, day_option("The day, for example 30/6/2026.")]
Level = Annotated[
    str, typer.Option(help="The level, for example 12/20 for a count or 36.5 for a figure.")
]
ActionRef = Annotated[str, typer.Argument(help="The action's number, for example A7.")]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        help="An agency that contributes, for example health. Repeat it for more agencies.",
    ),
]
About = Annotated[
    list[str] | None,
    typer.Option(
        "--finding",
        help="A finding it is about, for example MASH-2026-W10-F1. Repeat it for more findings.",
    ),
]
Factors = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        help="What contributed, for example workload. Repeat it for more; without it, there is "
        "none.",
    ),
]
OnlyOwner = Annotated[
    str,
    typer.Option(help="Show only this agency with its units, or this unit, for example police."),
]
Overdue = Annotated[bool, typer.Option(help="Show only what is overdue.")]
OnlyRag = Annotated[Rag | None, typer.Option(help="Show only actions of this colour.")]
OnlySource = Annotated[
    str,
    typer.Option(
        help="Show only what comes from here, for example audit. Others are review, "
        "inspection, challenge, self_assessment and your own words."
    ),
]
Theme = Annotated[str, typer.Option(help="A core question or a theme, for example voice_of_child.")]
AtMeeting = Annotated[
    date | None,
    day_option("Show only what this meeting decided or is to decide, for example 14/6/2026."),
]
OnlyStatus = Annotated[
    ActionStatus | None, typer.Option(help="Show only actions with this status.")
]
Limit = Annotated[int | None, typer.Option(min=1, help="Show at most this many, for example 20.")]
Title = Annotated[
    str, typer.Argument(help="What will be done, for example 'Train the front door'.")
]
Owner = Annotated[
    str, typer.Option(help="The one agency or unit that is accountable, for example police.")
]
DueOn = Annotated[date, day_option("The day by which it is done, for example 30/6/2026.")]
HowKnown = Annotated[
    str,
    typer.Option(help="How we will know it worked, for example 'nine plans in ten are on time'."),
]
Source = Annotated[str, typer.Option(help="Where it comes from, for example inspection.")]
Kind = Annotated[
    ActionKind,
    typer.Option(help="Whether it makes a thing, changes practice or checks something."),
]
Lead = Annotated[
    str, typer.Option(help="The post that answers for it, for example 'head of service'.")
]
Deputy = Annotated[
    str, typer.Option(help="The post that stands in for it, for example 'service manager'.")
]
Start = Annotated[
    date | None,
    day_option("The day on which work starts, for example 1/4/2026."),
]
What = Annotated[
    str,
    typer.Option(
        help="What has happened, or why you are changing it, for example 'training is booked'."
    ),
]
Done = Annotated[int | None, typer.Option(help="How much is done in per cent, for example 50.")]
NewStatus = Annotated[ActionStatus | None, typer.Option(help="The status that it gets.")]
Evidence = Annotated[
    str,
    typer.Option(help="What shows that it is complete, for example 'the policy is signed'."),
]
EvidenceFiles = Annotated[
    list[Path] | None,
    typer.Option(
        help="A file that shows it, for example policy.pdf. Its name is not kept. Repeat it "
        "for more files."
    ),
]
Shows = Annotated[
    list[str] | None,
    typer.Option(
        help="What the file shows, for example 'the signed policy'. Repeat it for each file."
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        help="Why the group closes what no measure shows, for example 'nobody can count it'."
    ),
]
SaidBy = Annotated[
    str,
    typer.Option(help="The role of whoever says it, if not you, for example 'police lead'."),
]
DecidedAt = Annotated[date | None, day_option("The day of the meeting, for example 14/6/2026.")]
Minute = Annotated[str, typer.Option(help="Where it is minuted, for example 'Minute 4'.")]
TypedRag = Annotated[
    str,
    typer.Option(
        help="A worse colour than the one worked out, for example red. It may also be amber, "
        "or derived to take it back."
    ),
]
NewOwner = Annotated[str, typer.Option(help="Who is accountable from now on, for example police.")]
EvidenceNumber = Annotated[
    int,
    typer.Argument(help="The number of the evidence from 'audits action show', for example 1."),
]
Out = Annotated[Path, typer.Option(help="The file to write, for example evidence.pdf.")]
WhyOpened = Annotated[
    str,
    typer.Option(help="Why you open it, for example 'the group asked'. It is kept in the trail."),
]
Question = Annotated[str, typer.Option(help="The question that shows it, for example timeliness.")]
Figure = Annotated[
    str,
    typer.Option(help="The figure that shows it, in words, for example 'reviews held in time'."),
]
WhichWay = Annotated[Better | None, typer.Option(help="Whether more or less of it is better.")]
CountedIn = Annotated[
    str, typer.Option(help="Count it in the answers of this cycle, for example MASH-2026-W10.")
]
CountedAfter = Annotated[
    str,
    typer.Option(help="Count it in the answers of this later cycle, for example MASH-2026-W10."),
]
