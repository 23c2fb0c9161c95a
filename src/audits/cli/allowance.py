"""Commands for a unit that needs more time, or whose return is not needed."""

from datetime import date
from typing import Annotated

import typer

from audits.domain.allowance import WaiverReason
from audits.domain.days import weekday_in_words
from audits.wiring import build_here

from .cycle import say_moved
from .options import Ref
from .output import say
from .returns import return_
from .typed_days import day_option


UnitCode = Annotated[str, typer.Argument(help="A unit's code, as audits agency list shows it.")]
Day = Annotated[date, day_option("The new day, as 17/03/2017.")]
Why = Annotated[str, typer.Option(help="Why; it is kept with your name and stands on no paper.")]


@return_.command("extend")
def extend(ref: Ref, unit: UnitCode, until: Day, why: Why) -> None:
    """Give a unit more time for its return; it is told, and chased by the new day."""
    from audits.queries.deadlines import deadline_in_words
    from audits.steps.returns.allow import extend_return

    workspace = build_here()
    deadline = extend_return(ref, unit, until=until, why=why, workspace=workspace)
    if workspace.calendar.local_date(deadline) != until:
        say(f"Nobody works on {weekday_in_words(until)}, so it is the next working day.")
    say(f"{unit} has until {deadline_in_words(deadline, workspace)}. Next: audits dispatch send")


@return_.command("waive")
def waive(
    ref: Ref,
    unit: UnitCode,
    why: Why,
    reason: Annotated[
        WaiverReason, typer.Option(help="The kind of reason, which papers state.")
    ] = WaiverReason.OTHER,
) -> None:
    """Do without a unit's return; it is told, and not chased. One that comes is taken."""
    from audits.steps.returns.allow import waive_return

    became = waive_return(ref, unit, why=why, reason=reason, workspace=build_here())
    say(f"Nothing is expected from {unit} any more. Next: audits dispatch send")
    say_moved({ref: became})
