"""Commands for a unit that needs more time, or whose return is not needed; and who is not back."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from audits.domain.allowance import WaiverReason
from audits.domain.days import weekday_in_words
from audits.wiring import build_here
from audits.workspace import Workspace

from .output import show_rows
from .showing import Ref, say
from .typed_days import day_option


if TYPE_CHECKING:
    from audits.queries.units import UnitLine


UnitCode = Annotated[str, typer.Argument(help="A unit's code, as audits agency list shows it.")]
Day = Annotated[date, day_option("The new day, as 17/03/2017.")]
Why = Annotated[str, typer.Option(help="Why; it is kept with your name and stands on no paper.")]


COMPLETE = {
    True: "is complete and analysed. Next: audits finding list",
    False: "is complete and being moderated. Next: audits moderate export",
}


def add_to(return_: typer.Typer) -> None:
    """Add the commands to those about returns."""
    return_.command("extend")(extend)
    return_.command("waive")(waive)


def extend(ref: Ref, unit: UnitCode, until: Day, why: Why) -> None:
    """Give a unit more time for its return; it is told, and chased by the new day."""
    from audits.queries.deadlines import deadline_in_words
    from audits.steps.returns.allow import extend_return

    workspace = build_here()
    deadline = extend_return(ref, unit, until=until, why=why, workspace=workspace)
    if workspace.calendar.local_date(deadline) != until:
        say(f"Nobody works on {weekday_in_words(until)}, so it is the next working day.")
    say(f"{unit} has until {deadline_in_words(deadline, workspace)}. Next: audits dispatch send")


def waive(
    ref: Ref,
    unit: UnitCode,
    why: Why,
    reason: Annotated[
        WaiverReason, typer.Option(help="The kind of reason, which papers state.")
    ] = WaiverReason.OTHER,
) -> None:
    """Do without a unit's return; it is told, and not chased. One that comes is taken."""
    from audits.queries.ready_work import issued_cycles
    from audits.steps.findings.analyse import analyse
    from audits.steps.returns.allow import waive_return

    workspace = build_here()
    waive_return(ref, unit, why=why, reason=reason, workspace=workspace)
    say(f"Nothing is expected from {unit} any more. Next: audits dispatch send")
    was_waiting = ref in issued_cycles(workspace=workspace)
    ended = was_waiting and analyse(ref, workspace=workspace)
    if was_waiting and ref not in issued_cycles(workspace=workspace):
        say(f"{ref} {COMPLETE[ended]} {ref}")


def show_units(ref: str, *, as_json: bool, workspace: Workspace) -> None:
    """Show a row for each unit that a cycle asked."""
    from audits.queries.units import list_units

    rows = list_units(ref, workspace=workspace)
    nothing = f"{ref} has no packs yet."
    columns = ("unit", "stands", "due_on", "note")
    show_rows(rows, columns, as_json=as_json, nothing=nothing, computed={"note": _note})


def show_missing(ref: str, *, workspace: Workspace) -> None:
    """Say who is not back yet and until when, and whose return is not expected, a line a unit."""
    from audits.queries.units import Stands, list_units

    rows = list_units(ref, workspace=workspace)
    for row in rows:
        if row.stands is Stands.WAITED_FOR:
            say(f"Not back: {_until_when(row)}")
    for row in rows:
        if row.stands is Stands.WAIVED:
            say(f"Not expected: {row.unit}{_beside(row)}")


def _until_when(row: "UnitLine") -> str:
    from audits.queries.return_status import open_in_words

    when = "was due" if row.overdue else "is due"
    asked = f": {open_in_words(row.asked_again)}" if row.asked_again else ""
    return f"{row.unit}, {when} {weekday_in_words(row.due_on)}{_beside(row)}{asked}"


def _beside(row: "UnitLine") -> str:
    note = _note(row)
    return f" ({note})" if note else ""


def _note(row: "UnitLine") -> str:
    """Return the last thing that a unit was allowed, with its reason."""
    if not row.allowed:
        return "overdue" if row.overdue else ""
    last = row.allowed[-1]
    if last.reason:
        return f"waived, {last.reason}: {last.why}"
    return f"more time, at first due {weekday_in_words(row.first_due_on)}: {last.why}"
