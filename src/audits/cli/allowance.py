"""Commands for a unit that needs more time, or whose return is not needed."""

from datetime import date
from typing import Annotated

import typer

from audits.domain.allowance import WaiverReason
from audits.domain.days import weekday_in_words
from audits.wiring import build_here

from .cycle import say_moved
from .options import ListOptions, Ref, lists
from .output import say, show_rows
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

ToldWhy = Annotated[
    str, typer.Option(help="Why, for example 'the meeting is on 15 March'. The unit is told.")
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


@return_.command("requests")
@lists(unit="unit", cycle="cycle")
def requests(
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only those that nobody has decided.")
    ] = False,
    *,
    options: ListOptions,
) -> None:
    """List what units ask for on their pages: more time, or letters to somebody else."""
    from audits.queries.unit_requests import list_requests

    rows = list_requests(waiting=waiting, workspace=build_here())
    columns = ("id", "unit", "kind", "cycle", "until", "why", "outcome")
    show_rows(rows, columns, options, nothing="No unit asks for anything.")


@return_.command("decline")
def decline(ref: Ref, unit: UnitCode, why: ToldWhy) -> None:
    """Give a unit no more time, though it asks for it.

    The unit is told why. To give more time, use: audits return extend
    """
    from audits.steps.returns.more_time import decline_more_time

    decline_more_time(ref, unit, why=why, workspace=build_here())
    say(f"{unit} is told that it gets no more time. Next: audits dispatch send")


Request = Annotated[
    int, typer.Argument(help="Its number from 'audits return requests', for example 3.")
]


@return_.command("accept-person")
def accept_person(
    number: Request,
    why: Annotated[
        str, typer.Option(help="Why, for example 'rang the unit, who confirmed it'. It is kept.")
    ],
) -> None:
    """Write to whom a unit names, instead of a contact who is not the right person.

    The earlier contact's links open nothing any more.
    """
    from audits.steps.access.other_person import accept_other_person

    accept_other_person(number, why=why, workspace=build_here())
    say("The new contact is written to from now on. Next: audits dispatch send")


@return_.command("keep-person")
def keep_person(number: Request, why: ToldWhy) -> None:
    """Keep writing to a contact, though the unit names somebody else.

    The unit reads on its page why.
    """
    from audits.steps.access.other_person import decline_other_person

    decline_other_person(number, why=why, workspace=build_here())
    say("The contact stays. The unit reads why on its page.")


@return_.command("settle-request")
def settle_request(
    number: Request,
    why: Annotated[
        str, typer.Option(help="What you did, for example 'Jo Bell is added'. It is kept.")
    ],
) -> None:
    """Record that you have seen to a contact who is not the right person.

    Where the unit names somebody with an address, accept or keep instead.
    """
    from audits.steps.access.other_person import settle_request as settle

    settle(number, why=why, workspace=build_here())
    say(f"Request {number} waits for nobody any more.")


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
