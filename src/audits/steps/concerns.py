"""An immediate concern about a child: passed on at once, and again until somebody takes it up."""

import hashlib

from audits.domain.errors import NotFoundError, StatusError
from audits.domain.message import Purpose
from audits.storage import Concern, Dispatch, IssuedPack, ReturnFile, UnitOfWork

from .free_text import masks
from .letters import post
from .packs import newest_edition
from .parts import Parts


def raise_concern(
    case: str, row: ReturnFile, *, pack: IssuedPack, uow: UnitOfWork, parts: Parts
) -> None:
    """Write a concern down and make its message to the named person due."""
    concern = Concern(
        return_id=row.id, cycle=pack.cycle, unit=pack.unit, case_ref=case, raised_at=parts.clock()
    )
    if uow.add_once(concern):
        uow.note("immediate concern raised", case, by=pack.unit, return_id=row.id)
    _pass_on(case, row.id, pack=pack, uow=uow, parts=parts)


@masks("done", about="")
def acknowledge_concern(number: int, *, by: str, done: str, parts: Parts) -> None:
    """Write down who took a concern up, and what was done.

    Raises:
        NotFoundError: if there is no such concern.
        StatusError: if somebody has taken it up already.
    """
    with parts.open_uow() as uow:
        concern = uow.find(Concern, number)
        if concern is None:
            raise NotFoundError(f"There is no concern {number}. List them: audits concern list")
        if concern.acknowledged_at is not None:
            raise StatusError(f"Concern {number} was taken up by {concern.acknowledged_by}.")
        concern.acknowledged_at, concern.acknowledged_by = parts.clock(), by
        concern.done = done
        uow.add(concern)
        uow.note("immediate concern taken up", concern.case_ref, concern=number, by=by)
        uow.commit()


def chase_concerns(*, parts: Parts) -> tuple[str, ...]:
    """Pass every concern that nobody has taken up on again, once each working day, and name it."""
    if not parts.calendar.is_working_day(parts.today()):
        return ()
    with parts.open_uow() as uow:
        waiting = [
            concern
            for concern in uow.all(Concern, acknowledged_at=None, order_by="raised_at")
            if parts.calendar.local_date(concern.raised_at) < parts.today()
        ]
        for concern in waiting:
            code = uow.get(ReturnFile, concern.return_id).pack or ""
            pack = newest_edition(code, uow)
            assert pack is not None  # noqa: S101 -- a concern stands in a pack that was found
            again = parts.today().isoformat()
            _pass_on(
                concern.case_ref, concern.return_id, pack=pack, uow=uow, parts=parts, again=again
            )
        uow.commit()
    return tuple(concern.case_ref for concern in waiting)


def due_concerns(*, parts: Parts) -> tuple[str, ...]:
    """Return the keys of concerns that are due: they go before everything else."""
    with parts.open_view() as view:
        due = view.due_dispatches(lease=parts.lease)
        return tuple(k for k in due if view.get(Dispatch, k).purpose == Purpose.CONCERN)


def _pass_on(
    case: str, return_id: str, *, pack: IssuedPack, uow: UnitOfWork, parts: Parts, again: str = ""
) -> None:
    mark = hashlib.sha256(f"{return_id}/{case}".encode()).hexdigest()[:12]
    mark = f"{mark}-{again}" if again else mark
    facts = {"case": case, "return_id": return_id, "again": again}
    to = parts.board.named_person
    post(Purpose.CONCERN, pack, facts, mark=mark, to=to, uow=uow, parts=parts)
