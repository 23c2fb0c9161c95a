"""When returns came in, day by day, with who was given more time and who was let off."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from audits.domain.status import WITHOUT_ANSWERS
from audits.queries.return_status import allowances
from audits.reporting import ResponseFact
from audits.storage import (
    Allowance,
    Cycle,
    Dispatch,
    IssuedPack,
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
    packs = view.all(IssuedPack, IssuedPack.cycle == cycle.ref, IssuedPack.edition == 1)
    if cycle.issued_at is None or cycle.due_at is None or not packs:
        return None
    day = _counting(cycle.issued_at, workspace)
    first: dict[str, int] = {}
    for row in view.all(ReturnFile, ReturnFile.cycle == cycle.ref, order_by=ReturnFile.received_at):
        if row.unit and row.outcome and row.outcome not in WITHOUT_ANSWERS:
            first.setdefault(row.unit, day(row.received_at))
    due = day(cycle.due_at)
    extended = tuple(sorted(day(p.due_at) for p in packs if p.due_at != cycle.due_at))
    let_off = _let_off(allowances(cycle.ref, view), first, day)
    last = max([due, *extended, *first.values(), *(spell.start for spell in let_off)])
    # What is to come is not drawn as if nobody would return.
    returned, still_expected = [], []
    for n in range(min(last, day(workspace.clock())) + 1):
        returned.append(sum(returned_on <= n for returned_on in first.values()))
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
        ends = [*(day(row.decided_at) for row in rows[1:]), NEVER]
        for row, end in zip(rows, ends, strict=True):
            spell = range(day(row.decided_at), min(end, first.get(unit, NEVER)))
            if row.waived and spell:
                spells.append(spell)
    return spells


def _reminders(cycle: Cycle, view: View, day: Day) -> tuple[int, ...]:
    letters = sorted(
        {each.dispatch for each in view.all(LetterAbout, LetterAbout.cycle == cycle.ref)}
    )
    sent = [
        row.sent_at
        for row in view.all(Dispatch, one_of(Dispatch.key, letters), Dispatch.purpose == "reminder")
    ]
    return tuple(sorted({day(at) for at in sent if at}))
