"""What a meeting decides about: audits in short, and an action with the audit it came from."""

from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, or_, select

from audits.domain.status import CycleStatus

from .ordering import order_of
from .tables_action import ActionRow
from .tables_cycle import Cycle
from .tables_moderation import SignOff


class AuditAtMeeting(NamedTuple):
    """An audit whose findings a meeting agrees; ``minute`` is None while it has not."""

    ref: str
    title: str
    minute: str | None


def audits_at_meeting(session: Session, day: date, *, with_waiting: bool) -> list[AuditAtMeeting]:
    """Return the audits whose findings were agreed that day, and those that wait, oldest first."""
    is_wanted: Any = col(SignOff.cycle).is_not(None)
    if with_waiting:
        is_wanted = or_(is_wanted, col(Cycle.status) == CycleStatus.ANALYSED)
    query: Any = select(Cycle.ref, Cycle.title, SignOff.minute).outerjoin(
        SignOff, (col(SignOff.cycle) == col(Cycle.ref)) & (col(SignOff.held_on) == day)
    )
    oldest_first = order_of(Cycle, Cycle.opened_on, session.get_bind().dialect.name)
    ordered = query.where(is_wanted).order_by(*oldest_first)
    return list(map(AuditAtMeeting._make, session.execute(ordered)))


def action_and_cycle(session: Session, ref: str) -> tuple[ActionRow, Cycle | None]:
    """Return an action that is there, and the audit that it came from, if it came from one."""
    query: Any = select(ActionRow, Cycle).outerjoin(Cycle, col(Cycle.ref) == col(ActionRow.cycle))
    row: Any = session.exec(query.where(col(ActionRow.id) == ref)).one()
    return row[0], row[1]
