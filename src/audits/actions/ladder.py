"""Chasing a return: which rung of the ladder has come due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.domain.ladder import Addressee, Escalation
from audits.domain.message import Purpose
from audits.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: what is sent to whom, its number among its kind, and the day it is due from."""

    purpose: Purpose
    index: int
    day: date
    to: Addressee = Addressee.UNIT

    @property
    def step(self) -> str:
        """Return its name on this ladder, as ``reminder-0``."""
        return f"{self.purpose}-{self.index}"


def due_rung(
    due: datetime,
    now: datetime,
    *,
    remind: Sequence[int],
    escalate: Sequence[Escalation],
    calendar: WorkingCalendar,
    since: datetime | None = None,
) -> Rung | None:
    """Return the one rung to stand on now, or None before the first.

    ``remind`` and ``escalate`` count working days from the local date of the deadline, ``remind``
    also before it; a rung is due from the start of its day. After an outage only the latest counts,
    and once somebody else is told, the unit is reminded no more: a return a fortnight late is not
    reminded four times first. A reminder whose day is not after ``since`` (when the pack came or
    more time was given) is never due. ``index`` is a rung's place in ``remind`` or ``escalate``.
    """
    today, deadline = calendar.local_date(now), calendar.local_date(due)
    first = calendar.local_date(since) if since else date.min
    reached = None
    for n in sorted(range(len(remind)), key=remind.__getitem__):
        day = calendar.add_working_days(deadline, remind[n])
        if first < day <= today:
            reached = Rung(Purpose.REMINDER, n, day)
    for n, step in enumerate(escalate):
        day = calendar.add_working_days(deadline, step.after)
        if day <= today:
            reached = Rung(Purpose.ESCALATION, n, day, step.to)
    return reached
