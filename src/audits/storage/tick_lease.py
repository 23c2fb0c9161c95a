"""Who runs a tick: a lease, in one row a tick, that is given up or runs out.

A lease is bookkeeping about this machine, not a fact about an audit: it is kept apart from the unit
of work, each change is one statement in a transaction of its own, and none stands in the trail.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Update, and_, case, func, or_, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from audits.domain.clock import Clock
from audits.domain.errors import UserError
from audits.domain.ticks import TICK_LEASE, TickState

from .database import reading
from .inserts import insert_of
from .tables_ticks import AskedTick, TickRow


STOPPED = "It was stopped before its end."


class TickLeases:
    """The leases on the ticks of one database."""

    def __init__(self, engine: Engine, clock: Clock, length: timedelta = TICK_LEASE) -> None:
        self._engine = engine
        self._clock = clock
        self.length = length

    def claim_tick(self, name: str, holder: str) -> bool:
        """Take a tick that nobody runs, or whose lease has run out, and tell whether it was got.

        One conditional statement decides, so that of many who try at once one gets it. A run that
        was cut off is written down as a failure by whoever comes after it.
        """
        now = self._clock()
        row = {"name": name, "holder": holder, "until": now + self.length, "started_at": now}
        claiming = (
            insert_of(self._engine.dialect.name)(TickRow)
            .values(**row, failures=0, error="")
            .on_conflict_do_update(
                index_elements=["name"],
                set_={**row, **_cut_off()},
                where=or_(col(TickRow.until).is_(None), col(TickRow.until) < now),
            )
            .returning(col(TickRow.holder))
        )
        with self._engine.begin() as connection:
            return connection.execute(claiming).first() is not None

    def renew(self, name: str, holder: str) -> bool:
        """Hold a tick for longer, and tell whether it is still this holder's.

        While the database cannot be written to, nobody can tell, and it is not.
        """
        try:
            return self._change(self._held(name, holder).values(until=self._clock() + self.length))
        except (OperationalError, UserError):
            return False

    def still_mine(self, name: str, holder: str) -> bool:
        """Tell whether this holder may still act: asked before anything leaves the house.

        It holds the tick for longer too, so that nobody takes it between the answer and the act.
        """
        return self.renew(name, holder)

    def give_up(self, name: str, holder: str, *, error: str = "") -> bool:
        """Let a tick go, write down how it went, and tell whether it was still this holder's.

        ``error`` is empty for a success; else a word or a sentence that names nobody.
        """
        now = self._clock()
        went: dict[str, Any] = (
            {"failed_at": now, "failures": col(TickRow.failures) + 1}
            if error
            else {"succeeded_at": now, "failures": 0}
        )
        return self._change(
            self._of(name, holder).values(holder=None, until=None, error=error, **went)
        )

    def ask(self, name: str) -> bool:
        """Ask for a tick before its time, and tell whether that could be written down.

        Where it could not, the tick comes when it is due.
        """
        now = self._clock()
        asking = (
            insert_of(self._engine.dialect.name)(AskedTick)
            .values(name=name, asked_at=now)
            .on_conflict_do_update(index_elements=["name"], set_={"asked_at": now})
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(asking)
        except (OperationalError, UserError):
            return False
        return True

    def asked(self) -> dict[str, datetime]:
        """Return by name when each tick was asked for that nobody has started since, or is at.

        One that was under way when it was asked for may have gone past what it is wanted for.
        """
        is_over = or_(col(TickRow.until).is_(None), col(TickRow.until) < self._clock())
        came_before = and_(col(TickRow.started_at) < col(AskedTick.asked_at), is_over)
        asking = (
            select(AskedTick.name, AskedTick.asked_at)
            .join(TickRow, col(TickRow.name) == col(AskedTick.name), isouter=True)
            .where(or_(col(TickRow.name).is_(None), came_before))
        )
        with Session(reading(self._engine)) as session:
            return dict(session.exec(asking).all())

    def clock_is_ahead(self) -> timedelta:
        """Return by how much our clock is ahead of the database server's; 0 where there is none."""
        if self._engine.dialect.name != "postgresql":
            return timedelta()
        with reading(self._engine).connect() as connection:
            there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return self._clock() - there

    def states(self) -> tuple[TickState, ...]:
        """Return what is known of every tick that ever ran, by name."""
        with Session(reading(self._engine)) as session:
            rows = session.exec(select(TickRow).order_by(col(TickRow.name)))
            return tuple(TickState(**row.model_dump()) for row in rows)

    @staticmethod
    def _of(name: str, holder: str) -> Update:
        return update(TickRow).where(col(TickRow.name) == name, col(TickRow.holder) == holder)

    def _held(self, name: str, holder: str) -> Update:
        """Return a change of a tick that this holder has, and whose lease has not run out."""
        now: datetime = self._clock()
        return self._of(name, holder).where(col(TickRow.until) >= now)

    def _change(self, change: Update) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(change).rowcount)


def _cut_off() -> dict[str, Any]:
    """Return what a claim writes of the run before it, if that never gave its lease up."""
    was_held = col(TickRow.holder).is_not(None)
    return {
        "failed_at": case((was_held, col(TickRow.until)), else_=col(TickRow.failed_at)),
        "failures": case((was_held, col(TickRow.failures) + 1), else_=col(TickRow.failures)),
        "error": case((was_held, STOPPED), else_=col(TickRow.error)),
    }
