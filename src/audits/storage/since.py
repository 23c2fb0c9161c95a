"""What was done while somebody was away, counted in one statement."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from .tables_board import TrailEntry


SIGNED_IN = "signed in"
LOOKED_BACK = 20_000  # entries: whoever stayed away longer is told of no more


def done_since(session: Session, account: str, end: int) -> tuple[datetime | None, dict[str, int]]:
    """Return when an account signed in last but one, and how often what was done since then.

    What people did is not counted: their names end with the number of their account. ``end`` is the
    last entry of the trail; there is no day for whoever has signed in once.
    """
    seq = col(TrailEntry.seq)
    visits = (
        select(TrailEntry.seq)
        .where(
            seq > end - LOOKED_BACK,
            col(TrailEntry.about) == account,
            col(TrailEntry.verb) == SIGNED_IN,
        )
        .order_by(seq.desc())
        .offset(1)
        .limit(1)
        .scalar_subquery()
    )
    last: Any = select(TrailEntry.at).where(seq == visits).scalar_subquery()
    verb = col(TrailEntry.verb)
    counting: Any = (
        select(verb, func.count(), last)
        .where(seq > visits, col(TrailEntry.actor).not_like("%(U%)"))
        .group_by(verb)
    )
    rows = session.execute(counting).all()
    counts = {name: int(number) for name, number, _ in rows}
    return (rows[0][2] if rows else None), counts
