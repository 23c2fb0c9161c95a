"""What a meeting decides about: audits in short, and an action with the audit it came from."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, or_, select

from audits.domain.agenda import ItemKind
from audits.domain.status import CycleStatus

from .ordering import order_of
from .tables_action import ActionRow, MeetingDecision
from .tables_cycle import Cycle
from .tables_learning import Paper
from .tables_moderation import SignOff
from .tables_papers import PaperSignOff


WAITS = (CycleStatus.DRAWN, CycleStatus.ANALYSED, CycleStatus.AGREED)


class AtMeeting(NamedTuple):
    """What a meeting decides about an audit; ``minute`` is None while it has not.

    ``paper`` is the name of the paper that it signs, "" where it is not about one.
    """

    kind: ItemKind
    audit: str
    paper: str
    title: str
    decided: str
    minute: str | None


def audits_at_meeting(session: Session, day: date, *, with_waiting: bool) -> list[AtMeeting]:
    """Return what was decided that day about audits, and what waits, the oldest audit first.

    A paper waits once it is made, until it is signed or its audit's papers are released; what was
    decided and waits again, waits.
    """
    is_wanted: Any = col(SignOff.cycle).is_not(None) | col(MeetingDecision.cycle).is_not(None)
    if with_waiting:
        is_wanted = or_(is_wanted, col(Cycle.status).in_(WAITS))
    columns: tuple[Any, ...] = (
        Cycle.ref, Cycle.title, Cycle.status, SignOff.minute, Paper.name,
        MeetingDecision.paper, MeetingDecision.decided, MeetingDecision.minute,
    )  # fmt: skip
    query: Any = (
        select(*columns)
        .outerjoin(SignOff, (col(SignOff.cycle) == col(Cycle.ref)) & (col(SignOff.held_on) == day))
        .outerjoin(
            MeetingDecision,
            (col(MeetingDecision.cycle) == col(Cycle.ref)) & (col(MeetingDecision.meeting) == day),
        )
        .outerjoin(Paper, _waits_to_be_signed())
    )
    oldest_first = order_of(Cycle, Cycle.opened_on, session.get_bind().dialect.name)
    rows = session.execute(query.where(is_wanted).order_by(*oldest_first, col(Paper.name)))
    items: dict[tuple[ItemKind, str, str], AtMeeting] = {}
    for row in rows:
        for item in _items(row, with_waiting=with_waiting):
            if item.minute is None or item[:3] not in items:
                items[item[:3]] = item
    order = {kind: place for place, kind in enumerate(ItemKind)}
    return sorted(items.values(), key=lambda item: order[item.kind])


def _waits_to_be_signed() -> Any:
    """Return which of an audit's papers were made, and not signed since."""
    signed = select(PaperSignOff.id).where(
        col(PaperSignOff.about) == col(Paper.cycle),
        col(PaperSignOff.paper) == col(Paper.name),
        col(PaperSignOff.at) >= col(Paper.made_at),
    )
    return (
        (col(Paper.cycle) == col(Cycle.ref))
        & (col(Cycle.status) == CycleStatus.AGREED)
        & (col(Paper.version) == "professional")
        & ~signed.exists()
    )


def _items(row: Any, *, with_waiting: bool) -> Iterator[AtMeeting]:
    """Yield what one row tells of: first what is decided, then what waits."""
    ref, title, status, minute, to_sign, paper, decided, minuted = row
    if minute is not None:
        yield AtMeeting(ItemKind.FINDINGS, ref, "", title, "Agreed.", minute)
    if paper is not None:
        kind = ItemKind.PAPER if paper else ItemKind.DRAW
        yield AtMeeting(kind, ref, paper, title, decided, minuted)
    if not with_waiting:
        return
    if status is CycleStatus.ANALYSED:
        yield AtMeeting(ItemKind.FINDINGS, ref, "", title, "", None)
    elif status is CycleStatus.DRAWN:
        yield AtMeeting(ItemKind.DRAW, ref, "", title, "", None)
    elif to_sign is not None:
        yield AtMeeting(ItemKind.PAPER, ref, to_sign, title, "", None)


def action_and_cycle(session: Session, ref: str) -> tuple[ActionRow, Cycle | None]:
    """Return an action that is there, and the audit that it came from, if it came from one."""
    query: Any = select(ActionRow, Cycle).outerjoin(Cycle, col(Cycle.ref) == col(ActionRow.cycle))
    row: Any = session.exec(query.where(col(ActionRow.id) == ref)).one()
    return row[0], row[1]
