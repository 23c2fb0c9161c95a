"""What was tried in vain, counted in the database: several processes share one count."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert
from sqlmodel import Session, col, func, select

from audits.domain.access import TRIES, TRIES_WITHIN, Tried
from audits.domain.clock import Clock

from .database import reading
from .tables_access import Attempt
from .token_digest import digest_of_token


class Attempts:
    """How often somebody tried something within the last while; whose it was is not kept."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def may_try(self, what: Tried, about: str) -> bool:
        """Count an attempt and tell whether it may be made.

        It is counted before it is made, so that many at once are no more than one after another.
        """
        if not self.has_tries_left(what, about):
            return False
        now = self._clock()
        row = {"what": what, "about_sha256": digest_of_token(about), "at": now}
        with self._engine.begin() as connection:
            connection.execute(delete(Attempt).where(col(Attempt.at) < self._since()))
            added = connection.execute(insert(Attempt).values(**row)).inserted_primary_key
        number = 0 if added is None else added[0]
        return self._count(what, about, col(Attempt.id) <= number) <= TRIES[what]

    def has_tries_left(self, what: Tried, about: str) -> bool:
        """Tell whether something may be tried once more, and count nothing."""
        return self._count(what, about) < TRIES[what]

    def forget(self, what: Tried, about: str) -> None:
        """Begin to count anew, after an attempt that succeeded."""
        with self._engine.begin() as connection:
            connection.execute(delete(Attempt).where(*self._of(what, about)))

    def _count(self, what: Tried, about: str, *conditions: Any) -> int:
        counting = (
            select(func.count())
            .select_from(Attempt)
            .where(*self._of(what, about), col(Attempt.at) >= self._since(), *conditions)
        )
        with Session(reading(self._engine)) as session:
            return session.exec(counting).one()

    def _of(self, what: Tried, about: str) -> tuple[Any, ...]:
        return col(Attempt.what) == what, col(Attempt.about_sha256) == digest_of_token(about)

    def _since(self) -> datetime:
        return self._clock() - TRIES_WITHIN
