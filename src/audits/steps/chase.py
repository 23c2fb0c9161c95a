"""Chase what has not come back: one letter at a time, whatever was missed."""

from audits.actions import Rung, due_rung
from audits.domain.message import Purpose
from audits.domain.status import CycleStatus, ReturnOutcome
from audits.storage import Cycle, IssuedPack, ReturnFile, UnitOfWork
from audits.templates import thaw

from .issue_packs import words_for
from .letters import post
from .parts import Parts


# A return in one of these answers nothing.
EMPTY_HANDED = frozenset({ReturnOutcome.QUARANTINED, ReturnOutcome.REFUSED})


def chase(ref: str, *, parts: Parts) -> tuple[str, ...]:
    """Make the reminder or escalation that is due for each outstanding unit, and name the units."""
    with parts.open_uow() as uow:
        cycle = uow.get(Cycle, ref)
        waiting = outstanding(cycle, uow)
        chased = [pack.unit for pack in waiting if _chase(pack, cycle, uow=uow, parts=parts)]
        if chased:
            uow.note("returns chased", ref, units=chased)
            uow.commit()
    return tuple(chased)


def issued_cycles(*, parts: Parts) -> tuple[str, ...]:
    """Return the cycles that wait for returns."""
    with parts.open_uow() as uow:
        return tuple(c.ref for c in uow.all(Cycle, status=CycleStatus.ISSUED, order_by="ref"))


def outstanding(cycle: Cycle, uow: UnitOfWork) -> list[IssuedPack]:
    """Return the packs for which nothing readable has come."""
    back = {
        row.unit
        for row in uow.all(ReturnFile, cycle=cycle.ref)
        if row.outcome is not None and row.outcome not in EMPTY_HANDED
    }
    return [
        pack
        for pack in uow.all(IssuedPack, cycle=cycle.ref, edition=1, order_by="number")
        if pack.unit not in back
    ]


def _chase(pack: IssuedPack, cycle: Cycle, *, uow: UnitOfWork, parts: Parts) -> bool:
    rung = _rung(cycle, parts)
    if rung is None or cycle.due_at is None:
        return False
    facts = {"deadline": words_for(cycle.due_at, parts), "file_name": pack.file_name}
    escalated = rung.purpose is Purpose.ESCALATION
    to = parts.board.named_person if escalated else ""
    mark = f"{pack.unit}-{rung.index}" if escalated else str(rung.index)
    post(rung.purpose, pack, facts, mark=mark, to=to, uow=uow, parts=parts)
    return True


def _rung(cycle: Cycle, parts: Parts) -> Rung | None:
    timeline = thaw(cycle.template).timeline
    if cycle.due_at is None:
        return None
    return due_rung(
        cycle.due_at,
        parts.clock(),
        remind=timeline.remind,
        escalate=timeline.escalate,
        calendar=parts.calendar,
        issued=cycle.issued_at,
    )
