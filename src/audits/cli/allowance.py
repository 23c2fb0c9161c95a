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


UnitCode = Annotated[
    str, typer.Argument(help="The unit's code from 'audits agency list', for example police.")
]
Day = Annotated[date, day_option("The new deadline, for example 17/3/2026.")]
Why = Annotated[
    str,
    typer.Option(
        help="Why, for example 'staff are ill'. It is kept with your name, and no paper prints it."
    ),
]


@return_.command("extend")
def extend(ref: Ref, unit: UnitCode, until: Day, why: Why) -> None:
    """Give a unit more time for its return.

    The unit is told, and reminded by the new day.
    """
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
        WaiverReason, typer.Option(help="The kind of reason. Papers print it.")
    ] = WaiverReason.OTHER,
) -> None:
    """Stop waiting for a unit's return.

    The unit is told, and not reminded. If its return comes, it is taken.
    """
    from audits.steps.returns.allow import waive_return

    became = waive_return(ref, unit, why=why, reason=reason, workspace=build_here())
    say(f"Nothing is expected from {unit} any more. Next: audits dispatch send")
    say_moved({ref: became})
