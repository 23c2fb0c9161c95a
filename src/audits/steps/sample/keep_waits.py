"""Keep how long the contacts of a cycle's window waited for a decision: numbers that name nobody.

All that came in the window are in it, not only those drawn: a census, so without an interval.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

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
    known = list(_times(moments))
    if not known or cycle.until is None:
        return
    first, last = cycle.since or date.min, cycle.until
    inside = [moment for moment in moments if first <= moment.day <= last]
    uow.add(_row(cycle.ref, inside, max(known), workspace.calendar))


def _times(moments: Iterable[Moments]) -> Iterator[datetime]:
    """Yield every time that is known of a contact: when it came and when it was settled."""
    for moment in moments:
        if moment.came:
            yield moment.came
        if moment.settled:
            yield moment.settled


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
        start = moment.came.replace(tzinfo=calendar.zone)
        end = until.replace(tzinfo=calendar.zone)
        yield Wait(working_hours(start, end, calendar), moment.is_open)
