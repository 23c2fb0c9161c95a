"""What the screen says of a cycle's units: who is back, waited for or waived, and until when."""

from typing import TYPE_CHECKING

from audits.domain.days import weekday_in_words
from audits.workspace import Workspace

from .options import PLAIN, ListOptions
from .output import say, show_rows


if TYPE_CHECKING:
    from audits.queries.units import UnitLine


# What a pack waits for that is not sent, and what is done about it, as it is typed.
HELD_FOR = {
    "recipients": ("the business unit", "Confirm who gets it: audits agency confirm {ref}"),
    "letters": ("the business unit", "Read its letter: audits dispatch approve"),
    "sending": ("what is sent next", "Send it now: audits dispatch send"),
}


def show_units(ref: str, options: ListOptions, *, workspace: Workspace) -> None:
    """Show a row for each unit that a cycle asked and that is wanted."""
    from audits.queries.units import list_units

    rows = list_units(ref, workspace=workspace)
    nothing = f"{ref} has no packs yet."
    columns = ("unit", "stands", "due_on", "note")
    show_rows(rows, columns, options, nothing=nothing, computed={"note": _note})


def show_missing(ref: str, options: ListOptions = PLAIN, *, workspace: Workspace) -> None:
    """Say who is not back yet and until when, and whose return is not expected, a line a unit."""
    from audits.queries.units import Stands, list_units

    rows = options.keep(list_units(ref, workspace=workspace))
    for row in rows:
        if row.stands is Stands.WAITED_FOR:
            say(f"Not back: {_until_when(row)}")
    for row in rows:
        if row.stands is Stands.WAIVED:
            say(f"Not expected: {row.unit}{_beside(row)}")


def say_waited_for(ref: str, *, workspace: Workspace) -> None:
    """Say which units a cycle waits for, for what and until when, a line a unit."""
    from audits.queries.held_packs import held_packs
    from audits.queries.return_status import open_in_words
    from audits.queries.units import Stands, list_units

    held = held_packs(ref, workspace=workspace)
    for row in list_units(ref, workspace=workspace):
        if row.unit in held:
            waits_for, command = HELD_FOR[held[row.unit]]
            say(f"  waits for {waits_for}: {row.name} ({row.unit}) has no pack yet")
            say(f"    {command.format(ref=ref)}")
        elif row.stands is Stands.WAITED_FOR:
            due = f"due {weekday_in_words(row.due_on)}{_beside(row)}"
            say(f"  waits for {row.name} ({row.unit}), {due}: {open_in_words(row.asked_again)}")


def _until_when(row: "UnitLine") -> str:
    from audits.queries.return_status import open_in_words

    when = "was due" if row.overdue else "is due"
    asked = f": {open_in_words(row.asked_again)}" if row.asked_again else ""
    return f"{row.unit}, {when} {weekday_in_words(row.due_on)}{_beside(row)}{asked}"


def _beside(row: "UnitLine") -> str:
    note = _note(row)
    if not note:
        return ""
    return f" ({note})"


def _note(row: "UnitLine") -> str:
    """Return the last thing that a unit was allowed, with its reason."""
    if not row.allowed:
        return "overdue" if row.overdue else ""
    last = row.allowed[-1]
    if last.reason:
        return f"waived, {last.reason}: {last.why}"
    return f"more time, at first due {weekday_in_words(row.first_due_on)}: {last.why}"
