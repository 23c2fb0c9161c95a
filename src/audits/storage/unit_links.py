"""Whom a unit's link lets in, as long as it stands.

A link stands until it is revoked or its time is over, until its contact or its unit leaves or the
contact has another address, and until its cycle closes. Nothing has to be written down for any of
that but the first.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from audits.domain.access import UnitLinkHolder
from audits.domain.clock import Clock
from audits.domain.status import ENDED_CYCLE

from .database import reading
from .tables_access import UnitLink
from .tables_board import Contact, Unit
from .tables_cycle import Cycle
from .token_digest import digest_of_token


class UnitLinks:
    """The links to units of one workspace."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def of_token(self, token: str) -> UnitLinkHolder | None:
        """Return whose link a token is; None if it is none, or does not stand any more."""
        return self._find(col(UnitLink.token_sha256) == digest_of_token(token))

    def of_number(self, number: int) -> UnitLinkHolder | None:
        """Return whose a link is, by its number; None if it does not stand any more."""
        return self._find(col(UnitLink.id) == number)

    def standing(self, unit: str) -> frozenset[int]:
        """Return the numbers of a unit's links that stand."""
        wanted = _standing(self._clock()).where(col(UnitLink.unit) == unit)
        with Session(reading(self._engine)) as session:
            return frozenset(holder_of(row).link for row in session.execute(wanted))

    def _find(self, condition: Any) -> UnitLinkHolder | None:
        with Session(reading(self._engine)) as session:
            return standing_link(session, self._clock(), condition)


def standing_link(session: Session, now: datetime, condition: Any) -> UnitLinkHolder | None:
    """Return whose the link is that meets a condition and stands; None if none does."""
    row = session.execute(_standing(now).where(condition)).first()
    return None if row is None else holder_of(row)


def holder_of(row: Any) -> UnitLinkHolder:
    """Return whose a link is."""
    link, contact, unit = row
    return UnitLinkHolder(
        link.id, contact.id, contact.name, contact.email, unit.code, unit.name, unit.agency,
        contact.channel or unit.channel, locked=link.locked_at is not None,
    )  # fmt: skip


def _standing(now: datetime) -> Any:
    return (
        select(UnitLink, Contact, Unit)
        .join(Contact, col(Contact.id) == col(UnitLink.contact))
        .join(Unit, col(Unit.code) == col(UnitLink.unit))
        .join(Cycle, col(Cycle.ref) == col(UnitLink.cycle))
        .where(
            col(UnitLink.revoked_at).is_(None),
            col(UnitLink.ends_at) >= now,
            col(UnitLink.email) == col(Contact.email),
            col(Contact.left_on).is_(None),
            col(Unit.left_on).is_(None),
            col(Cycle.status).not_in(ENDED_CYCLE),
        )
    )
