"""Background tasks: who is at which, under a lease that runs out when its holder is killed.

Bookkeeping about this machine, as the leases on ticks: each change is one statement in a
transaction of its own, and none stands in the trail. What a background task does stands there.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, and_, delete, insert, or_, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from audits.domain.background_task import (
    BACKGROUND_TASK_LEASE,
    BEGUN_AT_MOST,
    CUT_OFF,
    KEPT_FOR,
    BackgroundTask,
    BackgroundTaskKind,
)
from audits.domain.clock import Clock
from audits.domain.errors import NotFoundError, UserError

from .database import reading
from .tables_background_tasks import BackgroundTaskRow


class BackgroundTasks:
    """The background tasks of one database."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def ask(
        self, kind: BackgroundTaskKind, *, about: str, asked: Mapping[str, Any], by: str
    ) -> str:
        """Write a task down and return its id, which nobody can guess; forget old ones."""
        number, now = secrets.token_urlsafe(12), self._clock()
        row = {
            "id": number, "kind": kind, "about": about, "asked": dict(asked), "asked_by": by,
            "asked_at": now, "begun": 0, "error": "", "result": {},
        }  # fmt: skip
        with self._engine.begin() as connection:
            connection.execute(insert(BackgroundTaskRow).values(**row))
            is_old = col(BackgroundTaskRow.asked_at) < now - KEPT_FOR
            connection.execute(
                delete(BackgroundTaskRow).where(is_old, col(BackgroundTaskRow.holder).is_(None))
            )
        return number

    def find(self, number: str) -> BackgroundTask:
        """Return a background task by its id.

        Raises:
            NotFoundError: if there is none, or it is forgotten.
        """
        with Session(reading(self._engine)) as session:
            row = session.get(BackgroundTaskRow, number)
            if row is None:
                raise NotFoundError("What was asked for here is forgotten after a day. Ask again.")
            return BackgroundTask(**row.model_dump())

    def latest(self) -> tuple[BackgroundTask, ...]:
        """Return all that are not forgotten yet, the newest first."""
        with Session(reading(self._engine)) as session:
            rows = session.exec(
                select(BackgroundTaskRow).order_by(col(BackgroundTaskRow.asked_at).desc())
            )
            return tuple(BackgroundTask(**row.model_dump()) for row in rows)

    def is_any_left(self) -> bool:
        """Tell whether there is one that nobody is at; not while the database cannot be read."""
        wanted = select(BackgroundTaskRow.id).where(self._free()).limit(1)
        try:
            with Session(reading(self._engine)) as session:
                return session.exec(wanted).first() is not None
        except (OperationalError, UserError):
            return False

    def claim_next(self, holder: str) -> BackgroundTask | None:
        """Take the oldest that nobody is at and return it; None if there is none.

        One that was cut off too often is told as failed instead.
        """
        now = self._clock()
        tired = update(BackgroundTaskRow).where(
            self._free(), col(BackgroundTaskRow.begun) >= BEGUN_AT_MOST
        )
        oldest = (
            select(BackgroundTaskRow.id)
            .where(self._free())
            .order_by(col(BackgroundTaskRow.asked_at))
            .limit(1)
        )
        claiming = (
            update(BackgroundTaskRow)
            .where(col(BackgroundTaskRow.id) == oldest.scalar_subquery(), self._free())
            .values(
                holder=holder,
                until=now + BACKGROUND_TASK_LEASE,
                begun=col(BackgroundTaskRow.begun) + 1,
            )
            .returning(col(BackgroundTaskRow.id))
        )
        with self._engine.begin() as connection:
            connection.execute(tired.values(ended_at=now, error=CUT_OFF, holder=None, until=None))
            claimed = connection.execute(claiming).scalar()
        return self.find(claimed) if claimed else None

    def renew(self, number: str, holder: str) -> bool:
        """Hold a background task for longer, and tell whether it is still this holder's."""
        held = update(BackgroundTaskRow).where(
            col(BackgroundTaskRow.id) == number, col(BackgroundTaskRow.holder) == holder
        )
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(
                    held.values(until=self._clock() + BACKGROUND_TASK_LEASE)
                )
                return bool(changed.rowcount)
        except (OperationalError, UserError):
            return False

    def end(
        self, number: str, holder: str, *, error: str = "", result: Mapping[str, Any] | None = None
    ) -> None:
        """Write down how a background task ended, unless somebody else has taken it meanwhile."""
        held = update(BackgroundTaskRow).where(
            col(BackgroundTaskRow.id) == number, col(BackgroundTaskRow.holder) == holder
        )
        outcome = {"error": error, "result": dict(result or {}), "ended_at": self._clock()}
        with self._engine.begin() as connection:
            connection.execute(held.values(holder=None, until=None, **outcome))

    def let_go(self, process: str) -> None:
        """Let go what a process of this name held and left behind when it died."""
        left = update(BackgroundTaskRow).where(
            col(BackgroundTaskRow.holder).startswith(f"{process}/")
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(left.values(holder=None, until=None))
        except (OperationalError, UserError):
            return  # its lease runs out by itself

    def _free(self) -> Any:
        nobody = or_(
            col(BackgroundTaskRow.until).is_(None), col(BackgroundTaskRow.until) < self._clock()
        )
        return and_(col(BackgroundTaskRow.ended_at).is_(None), nobody)
