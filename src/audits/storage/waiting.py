"""What waits for a person, counted in one statement however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, exists, literal, or_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from audits.domain.message import Purpose
from audits.domain.status import (
    WITHOUT_ANSWERS,
    ActionStatus,
    CycleStatus,
    DispatchStatus,
    ReturnOutcome,
)

from .tables_action import ActionRow
from .tables_board import Contact, Unit
from .tables_chasing import Allowance, UnitRequest
from .tables_cycle import Cycle, Dispatch, Gate, IssuedPack
from .tables_learning import FindingRow
from .tables_return import Concern, LeftInInbox, ReturnFile, ReturnProblem


TO_DECIDE = (ActionStatus.PROPOSED, ActionStatus.COMPLETE)


@dataclass(frozen=True, slots=True)
class WaitingSince:
    """What the counts depend on beside the rows.

    ``due_before``: an open action due earlier is for the quality group to decide. ``held``:
    messages of these purposes wait for a gate where they would go by one of ``channels``.
    """

    now: datetime
    due_before: date
    gate: str
    held: Sequence[str]
    channels: Sequence[str]


def what_waits(session: Session, since: WaitingSince) -> dict[str, int]:
    """Return how many of each thing wait for a person, by its name."""
    counts = {**_of_cycles(since), **_of_messages(), **_of_returns(since), **_of_actions(since)}
    both = select(*(query.scalar_subquery().label(name) for name, query in counts.items()))
    row: Any = session.execute(both).one()
    return {name: int(count) for name, count in row._mapping.items()}


def _of_cycles(since: WaitingSince) -> dict[str, Select[Any]]:
    held = _held_packs(since)
    to_agree = (
        _count(FindingRow)
        .join(Cycle, col(Cycle.ref) == col(FindingRow.cycle))
        .where(col(Cycle.status) == CycleStatus.ANALYSED, col(FindingRow.agreed_at).is_(None))
    )
    return {
        "draws_to_approve": _cycles(CycleStatus.DRAWN),
        "recipients_to_confirm": held,
        "moderations_to_end": _cycles(CycleStatus.MODERATING),
        "findings_to_agree": to_agree,
        "papers_to_release": _cycles(CycleStatus.AGREED),
    }


def _of_messages() -> dict[str, Select[Any]]:
    status = col(Dispatch.status)
    bouncing = and_(col(Contact.left_on).is_(None), col(Contact.bounced_at).is_not(None))
    bounced: Select[Any] = select(func.count(func.distinct(col(Contact.email)))).where(bouncing)
    return {
        "dispatches_unconfirmed": _count(Dispatch).where(status == DispatchStatus.UNCONFIRMED),
        "dispatches_refused": _count(Dispatch).where(status == DispatchStatus.REFUSED),
        "bounced_addresses": bounced,
    }


def _of_returns(since: WaitingSince) -> dict[str, Select[Any]]:
    return {
        "concerns_not_acknowledged": _count(Concern).where(col(Concern.acknowledged_at).is_(None)),
        "queries_unanswered": _count(ReturnProblem).where(_is_unanswered()),
        "files_not_placed": _count(ReturnFile).where(_set_aside()),
        "left_in_inboxes": _count(LeftInInbox),
        "overdue_returns": _overdue_returns(since.now),
    }


def _set_aside() -> Any:
    """Limit to files that were read as nobody's, and that nobody has dealt with."""
    dealt_with = exists().where(
        col(ReturnProblem.return_id) == col(ReturnFile.id),
        col(ReturnProblem.settled_at).is_not(None),
    )
    outcome = col(ReturnFile.outcome)
    answered = exists().where(
        col(Dispatch.purpose) == Purpose.REFUSAL,
        col(Dispatch.key).endswith(col(ReturnFile.id)),
    )
    nobodys = and_(outcome == ReturnOutcome.REFUSED, col(ReturnFile.unit).is_(None), ~answered)
    return and_(or_(outcome == ReturnOutcome.QUARANTINED, nobodys), ~dealt_with)


def _of_actions(since: WaitingSince) -> dict[str, Select[Any]]:
    status, due = col(ActionRow.status), col(ActionRow.due)
    is_long_overdue = and_(status == ActionStatus.OPEN, due < since.due_before)
    return {
        "actions_to_decide": _count(ActionRow).where(or_(status.in_(TO_DECIDE), is_long_overdue))
    }


def _count(table: Any) -> Any:
    return select(func.count()).select_from(table)


def _cycles(status: CycleStatus) -> Select[Any]:
    waiting: Select[Any] = _count(Cycle).where(col(Cycle.status) == status)
    return waiting


def _held_packs(since: WaitingSince) -> Select[Any]:
    """Count the cycles whose packs wait until somebody has confirmed who gets them."""
    cycles: Select[Any] = (
        select(func.count(func.distinct(col(Dispatch.cycle))))
        .join(Gate, col(Gate.cycle) == col(Dispatch.cycle))
        .where(
            col(Gate.name) == since.gate,
            col(Gate.decided_at).is_(None),
            col(Dispatch.status) == DispatchStatus.DUE,
            col(Dispatch.purpose).in_(since.held),
            col(Dispatch.channel).in_(since.channels),
        )
    )
    return cycles


def overdue_packs(session: Session, now: datetime) -> list[tuple[str, str, datetime, bool]]:
    """Return cycle, unit and deadline of each pack that is overdue, the longest first.

    With each, whether its unit has returned and is late with what it was asked again. The others
    alone are what `what_waits` counts as overdue.
    """
    pack: Any = select(col(IssuedPack.cycle), col(IssuedPack.unit), col(IssuedPack.due_at))
    nothing_came = _overdue(pack.add_columns(literal(0)), now)
    editions = select(ReturnProblem.asked_in).where(_is_unanswered())
    late = pack.add_columns(literal(1)).where(
        col(IssuedPack.id).in_(editions), col(IssuedPack.due_at) < now, ~_is_waived()
    )
    rows: Any = session.execute(union_all(nothing_came, late))
    return sorted(
        ((cycle, unit, due_at, bool(came)) for cycle, unit, due_at, came in rows), key=itemgetter(2)
    )


def _is_unanswered() -> Any:
    """Tell whether a unit is still asked something by a cycle that waits for returns.

    From the few cycles down: of ten years' questions nearly all are answered.
    """
    waiting = select(Cycle.ref).where(col(Cycle.status) == CycleStatus.ISSUED)
    files = select(ReturnFile.id).where(col(ReturnFile.cycle).in_(waiting))
    return and_(
        col(ReturnProblem.return_id).in_(files),
        col(ReturnProblem.is_query),
        col(ReturnProblem.settled_at).is_(None),
    )


def units_and_requests(session: Session) -> tuple[dict[str, str], list[UnitRequest]]:
    """Return every unit's name by its code, and what units ask for that nobody has decided."""
    is_open = and_(col(UnitRequest.unit) == col(Unit.code), col(UnitRequest.outcome).is_(None))
    columns: Any = (Unit.code, Unit.name, UnitRequest)
    query = select(*columns).outerjoin(UnitRequest, is_open).order_by(col(UnitRequest.id))
    names, requests = {}, []
    for code, name, request in session.exec(query):
        names[code] = name
        if request is not None:
            requests.append(request)
    return names, requests


def files_set_aside(session: Session) -> list[ReturnFile]:
    """Return each file that `what_waits` counts as not placed, the oldest first."""
    wanted = select(ReturnFile).where(_set_aside()).order_by(col(ReturnFile.received_at))
    return list(session.exec(wanted))


def units_without_pack(session: Session) -> list[tuple[str, str]]:
    """Return cycle and unit of each pack that is due, where none has left for that unit.

    Only of cycles whose packs are written; from the few messages that are due.
    """
    query: Any = select(Dispatch.cycle, Dispatch.unit).distinct()
    query = query.join(Cycle, col(Cycle.ref) == col(Dispatch.cycle)).where(pack_not_sent())
    return [(cycle, unit) for cycle, unit in session.execute(query)]


def pack_not_sent() -> Any:
    """Tell that a message is a pack that is due, and none has left for its unit before."""
    left = aliased(Dispatch)
    reached = exists().where(
        col(left.cycle) == col(Dispatch.cycle), col(left.unit) == col(Dispatch.unit),
        col(left.purpose) == Purpose.PACK, col(left.status) != DispatchStatus.DUE,
    )  # fmt: skip
    is_due = col(Dispatch.status) == DispatchStatus.DUE
    is_pack = col(Dispatch.purpose) == Purpose.PACK
    return and_(is_due, is_pack, col(Cycle.status) == CycleStatus.ISSUED, ~reached)


def _overdue_returns(now: datetime) -> Select[Any]:
    overdue: Select[Any] = _overdue(_count(IssuedPack), now)
    return overdue


def _overdue(query: Any, now: datetime) -> Any:
    """Limit to packs past their deadline whose unit neither returned nor was let off."""
    back = exists().where(
        col(ReturnFile.cycle) == col(IssuedPack.cycle),
        col(ReturnFile.unit) == col(IssuedPack.unit),
        col(ReturnFile.outcome).is_not(None),
        col(ReturnFile.outcome).not_in(WITHOUT_ANSWERS),
    )
    return query.join(Cycle, col(Cycle.ref) == col(IssuedPack.cycle)).where(
        col(Cycle.status) == CycleStatus.ISSUED,
        col(IssuedPack.edition) == 1,
        col(IssuedPack.due_at) < now,
        ~back,
        ~_is_waived(),
    )


def _is_waived() -> Any:
    """Tell whether a pack's unit was let off last."""
    later = aliased(Allowance)
    overruled = exists().where(
        col(later.cycle) == col(Allowance.cycle),
        col(later.unit) == col(Allowance.unit),
        col(later.number) > col(Allowance.number),
    )
    return exists().where(
        col(Allowance.cycle) == col(IssuedPack.cycle),
        col(Allowance.unit) == col(IssuedPack.unit),
        col(Allowance.waived).is_not(None),
        ~overruled,
    )
