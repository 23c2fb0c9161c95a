"""When returns came in, day by day, with who was given more time and who was let off."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from audits.domain.message import Purpose
from audits.domain.status import WITHOUT_ANSWERS
from audits.queries.current_rows import first_packs
from audits.queries.return_status import allowances
from audits.reporting import ResponseFact
from audits.storage import (
    Allowance,
    Cycle,
    Dispatch,
    LetterAbout,
    ReturnFile,
    View,
    one_of,
)
from audits.workspace import Workspace


Day = Callable[[datetime], int]
NEVER = 100_000  # working days


def response_fact(cycle: Cycle, *, view: View, workspace: Workspace) -> ResponseFact | None:
    """Return how many had returned by each working day since the packs went out, until today.

    None before they did. A waived unit that returned is expected again from that day.
    """
    packs = first_packs(cycle.ref, view)
    if cycle.issued_at is None or cycle.due_at is None or not packs:
        return None
    day = _counting(cycle.issued_at, workspace)
    first: dict[str, int] = {}
    for row in view.all(ReturnFile, ReturnFile.cycle == cycle.ref, order_by=ReturnFile.received_at):
        if row.unit and row.outcome and row.outcome not in WITHOUT_ANSWERS:
            first.setdefault(row.unit, day(row.received_at))
    due = day(cycle.due_at)
    extended = tuple(sorted(day(pack.due_at) for pack in packs if pack.due_at != cycle.due_at))
    let_off = _let_off(allowances(cycle.ref, view), first, day)
    days_of_return = sorted(first.values())
    last = max([due, *extended, *days_of_return, *map(attrgetter("start"), let_off)])
    # What is to come is not drawn as if nobody would return.
    returned, still_expected = [], []
    for n in range(min(last, day(workspace.clock())) + 1):
        returned.append(bisect_right(days_of_return, n))
        still_expected.append(len(packs) - sum(n in spell for spell in let_off))
    if set(still_expected) == {len(packs)}:
        still_expected = []
    return ResponseFact(
        returned=tuple(returned),
        expected=len(packs),
        due_day=due,
        reminders=_reminders(cycle, view, day),
        extended=extended,
        still_expected=tuple(still_expected),
    )


def _counting(issued_at: datetime, workspace: Workspace) -> Day:
    """Return what counts the working days from the day of issue."""
    start = workspace.calendar.local_date(issued_at)

    def day(at: datetime) -> int:
        passed = range(1, (workspace.calendar.local_date(at) - start).days + 1)
        return sum(workspace.calendar.is_working_day(start + timedelta(days=n)) for n in passed)

    return day


def _let_off(
    allowed: Mapping[str, Sequence[Allowance]], first: Mapping[str, int], day: Day
) -> list[range]:
    """Return every spell of days on which no return was expected from a unit."""
    spells = []
    for unit, rows in allowed.items():
        starts = [day(row.decided_at) for row in rows]
        for row, start, end in zip(rows, starts, [*starts[1:], NEVER], strict=True):
            spell = range(start, min(end, first.get(unit, NEVER)))
            if row.waived and spell:
                spells.append(spell)
    return spells


def _reminders(cycle: Cycle, view: View, day: Day) -> tuple[int, ...]:
    letters = sorted(set(view.values(LetterAbout.dispatch, LetterAbout.cycle == cycle.ref)))
    is_reminder = Dispatch.purpose == Purpose.REMINDER
    sent = view.values(Dispatch.sent_at, one_of(Dispatch.key, letters), is_reminder)
    return tuple(sorted({day(at) for at in sent if at}))
