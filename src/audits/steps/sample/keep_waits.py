"""Keep how long the contacts of a cycle's window waited for a decision: numbers that name nobody.

All that came in the window are in it, not only those drawn: a census, so without an interval.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from audits.domain.working_days import WorkingCalendar
from audits.register import Moments
from audits.statistics import Wait, waiting_centile, working_hours
from audits.storage import Cycle, CycleWait, Register, UnitOfWork
from audits.workspace import Workspace

from .load_register import moments_of


def keep_waits(cycle: Cycle, register: Register, *, uow: UnitOfWork, workspace: Workspace) -> None:
    """Freeze the waits of a cycle's window with it; nothing where its register keeps no times.

    Whoever is still open has waited until the last moment that the register tells of: it may have
    been loaded days after it was run.
    """
    moments = moments_of(register, workspace)
    known = [at for each in moments for at in (each.came, each.settled) if at]
    if not known or cycle.until is None:
        return
    first, last = cycle.since, cycle.until
    inside = [m for m in moments if m.day <= last and (first is None or first <= m.day)]
    uow.add(_row(cycle.ref, inside, max(known), workspace.calendar))


def _row(
    ref: str, moments: Sequence[Moments], known_to: datetime, calendar: WorkingCalendar
) -> CycleWait:
    waits = list(waits_of(moments, known_to, calendar))
    still_open = sum(wait.still_open for wait in waits)
    return CycleWait(
        cycle=ref,
        came=len(moments),
        decided=len(waits) - still_open,
        still_open=still_open,
        not_timed=len(moments) - len(waits),
        median=waiting_centile(waits, 0.5),
        ninetieth=waiting_centile(waits, 0.9),
        known_to=known_to.replace(tzinfo=calendar.zone),
        opens=f"{calendar.start_of_day:%H:%M}",
        closes=f"{calendar.close_of_day:%H:%M}",
    )


def waits_of(
    moments: Iterable[Moments], known_to: datetime, calendar: WorkingCalendar
) -> Iterator[Wait]:
    """Yield the wait of each whose times are known; those still open wait until ``known_to``."""
    for moment in moments:
        until = known_to if moment.is_open else moment.settled
        if moment.came is None or until is None or until < moment.came:
            continue
        start, end = (at.replace(tzinfo=calendar.zone) for at in (moment.came, until))
        yield Wait(working_hours(start, end, calendar), moment.is_open)
