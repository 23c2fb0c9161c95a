"""Chasing a return: which rung of the ladder has come due."""

from dataclasses import dataclass
from datetime import date, datetime

from audits.domain.message import Purpose
from audits.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: what is sent, which of its kind it is, and the local day from which it is due."""

    purpose: Purpose
    index: int
    day: date


def due_rung(
    due: datetime,
    now: datetime,
    *,
    remind: tuple[int, ...],
    escalate: int,
    calendar: WorkingCalendar,
    issued: datetime | None = None,
) -> Rung | None:
    """Return the one rung to stand on now, or None before the first.

    ``remind`` and ``escalate`` count working days from the local date of the deadline, negative
    before it; a rung is due from the start of its day. After an outage only the latest counts, and
    escalation, once due, is the last: a return a fortnight late is not reminded four times first.
    A reminder whose day is not after the day of issue is never due, for the pack has just come.
    ``index`` is the reminder's place in ``remind``.
    """
    today, deadline = calendar.local_date(now), calendar.local_date(due)
    last = Rung(Purpose.ESCALATION, 0, calendar.add_working_days(deadline, escalate))
    if last.day <= today:
        return last
    first = calendar.local_date(issued) if issued else date.min
    in_order = sorted(range(len(remind)), key=remind.__getitem__)
    rungs = (
        Rung(Purpose.REMINDER, n, calendar.add_working_days(deadline, remind[n])) for n in in_order
    )
    reached = [rung for rung in rungs if first < rung.day <= today]
    return reached[-1] if reached else None
