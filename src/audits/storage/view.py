"""A view of the database: one read-only transaction, which waits for no writer."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from sqlalchemy import Engine, and_, or_
from sqlmodel import Session, SQLModel, col, func, select

from audits.domain.clock import Clock
from audits.domain.errors import NotFoundError
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import DispatchStatus

from .database import reading
from .ordering import order_of
from .questions import Questions


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .row_digests import RowDigests
    from .tables_cycle import Cycle, Draw


# Each question below loads the tables that it is about: to build them all takes half of the time
# that a list does, and it reads a few of them.
R = TypeVar("R", bound=SQLModel)
K = TypeVar("K")
T = TypeVar("T")

LISTED_BY = {
    "Cycle": Verb.SEE_CYCLES,
    "Unit": Verb.SEE_AGENCIES,
    "ReturnFile": Verb.SEE_RETURNS,
    "ActionRow": Verb.SEE_ACTIONS,
    "FindingRow": Verb.SEE_FINDINGS,
    "Dispatch": Verb.SEE_DISPATCHES,
}
CALLED = {
    "ReturnFile": "return",
    "ActionRow": "action",
    "FindingRow": "finding",
    "IssuedPack": "pack",
}


class CurrentAnswer(NamedTuple):
    """An answer that counts; as it stands here, one that nobody has given."""

    value: str | None = None
    edition: int = 0
    note: str = ""


class View(Questions):
    """What one moment's database holds, as a context manager.

    All its statements see the same moment, a writer that is at work holds none of them up, and
    the database itself refuses to write.
    """

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = reading(engine)
        self._clock = clock
        self._dialect = engine.dialect.name

    def __enter__(self) -> Self:
        self._session = Session(self._engine, expire_on_commit=False, autoflush=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    # -- rows

    def find(self, table: type[R], key: object) -> R | None:
        """Return the row with this key, if there is one."""
        return self._session.get(table, key)

    def get(self, table: type[R], key: object) -> R:
        """Return the row with this key.

        Raises:
            NotFoundError: with the remedy that lists what there is.
        """
        row = self._session.get(table, key)
        if row is not None:
            return row
        name = table.__name__
        shown_by = LISTED_BY.get(name, Verb.SEE_CYCLES)
        called = CALLED.get(name, name.lower())
        raise NotFoundError(f"There is no {called} '{key}'.", remedy=Remedy(shown_by))

    def all(self, table: type[R], *conditions: bool, order_by: object = None) -> list[R]:
        """Return the rows for which every condition holds, as ``Case.cycle == ref``.

        They are in order of a column, those without it last, and of their key where it is alike.
        """
        return list(self._session.exec(self._query((table,), table, conditions, order_by)))

    def rows_by(
        self, table: type[R], column: K, *conditions: bool, order_by: object = None
    ) -> dict[K, R]:
        """Return the same rows by what a column holds; of rows that hold the same, the last."""
        name = _attribute(column).key
        return {getattr(row, name): row for row in self.all(table, *conditions, order_by=order_by)}

    def newest(self, table: type[R], *conditions: bool, by: object, limit: int) -> list[R]:
        """Return the last rows by a column that is never empty, the last first.

        For each every condition holds. Where the column is alike, they are the last by their key.
        """
        last_first = (part.desc() for part in order_of(table, by, self._dialect))
        query = select(table).where(*self._where(table, conditions))
        return list(self._session.exec(query.order_by(*last_first).limit(limit)))

    def first(self, table: type[R], *conditions: bool) -> R | None:
        """Return one row for which every condition holds, if there is any."""
        query = select(table).where(*self._where(table, conditions))
        return self._session.exec(query.limit(1)).first()

    def values(self, column: T, *conditions: bool, order_by: object = None) -> list[T]:
        """Return one column of the rows for which every condition holds, without the rest."""
        table = _attribute(column).class_
        return list(self._session.exec(self._query((column,), table, conditions, order_by)))

    def columns(
        self, wanted: tuple[object, ...], *conditions: bool, order_by: object = None
    ) -> list[tuple[Any, ...]]:
        """Return these columns of the rows for which every condition holds, without the rest."""
        table = _attribute(wanted[0]).class_
        query = self._query(wanted, table, conditions, order_by)
        # Not by the session, which would look at each of many rows for what it keeps.
        return list(map(tuple, self._session.connection().execute(query).all()))

    def values_by(self, key: K, value: T, *conditions: bool, order_by: object = None) -> dict[K, T]:
        """Return one column by what another holds, without the rest of the rows.

        Of rows that hold the same, the last counts.
        """
        query = self._query((key, value), _attribute(key).class_, conditions, order_by)
        return dict(map(tuple, self._session.exec(query)))

    def count(self, table: type[R], *conditions: bool) -> int:
        """Return for how many rows every condition holds."""
        query = select(func.count()).select_from(table).where(*self._where(table, conditions))
        return int(self._session.exec(query).one())

    def open_rows(self, name: str) -> "Iterator[Sequence[Any]]":
        """Yield the rows of a table as they are written out for other programs."""
        from .open_tables import open_rows

        return open_rows(name, self._session)

    def row_digests(self) -> "RowDigests":
        """Return the digest of every row that the trail accounts for, by table and key."""
        from .row_digests import digests_of_all

        return digests_of_all(self._session)

    def _query(
        self,
        wanted: tuple[object, ...],
        table: type[SQLModel],
        conditions: tuple[bool, ...],
        order_by: object,
    ) -> Any:
        """Return the question for a table, or columns of it, with these conditions and order."""
        columns: Any = wanted
        query = select(*columns).where(*self._where(table, conditions))
        if order_by is None:
            return query
        return query.order_by(*order_of(table, order_by, self._dialect))

    def _where(self, _table: type[SQLModel], conditions: tuple[bool, ...]) -> tuple[Any, ...]:
        """Return the conditions as they are; a transaction that writes may have to write first."""
        return conditions

    def cycle_and_draw(self, ref: str) -> "tuple[Cycle, Draw | None]":
        """Return a cycle with its draw, if it is drawn, in one statement.

        Raises:
            NotFoundError: if there is no such cycle.
        """
        from .cycle_query import cycle_and_draw
        from .tables_cycle import Cycle

        row = cycle_and_draw(self._session, ref)
        return row if row is not None else (self.get(Cycle, ref), None)

    def counts_by(self, column: K, *conditions: bool) -> dict[K, int]:
        """Return for how many rows every condition holds, by a column's value."""
        counted: Any = column
        query: Any = select(counted, func.count()).where(*conditions).group_by(counted)
        rows: Any = self._session.execute(query).all()
        return dict(rows)

    def due_dispatches(self, *, lease: timedelta) -> list[str]:
        """Return the keys of what is due, or was claimed longer than ``lease`` ago."""
        from .tables_cycle import Dispatch

        query = select(col(Dispatch.key)).where(self._may_be_claimed(lease))
        return list(self._session.exec(query.order_by(col(Dispatch.due_at), col(Dispatch.key))))

    def unread_returns(self, *, lease: timedelta) -> list[str]:
        """Return what was kept and nobody reads: not claimed, or longer than ``lease`` ago."""
        from .tables_return import ReturnFile

        query = select(col(ReturnFile.id)).where(self._waits_for_reader(lease))
        return list(self._session.exec(query.order_by(col(ReturnFile.id))))

    def current_answers(self, pack: str) -> dict[tuple[str, str], CurrentAnswer]:
        """Return the answers of a pack that count, by case and question."""
        from .tables_return import AnswerRow

        names: Any = (
            AnswerRow.case_ref, AnswerRow.question, AnswerRow.value, AnswerRow.edition,
            AnswerRow.note,
        )  # fmt: skip
        wanted = select(*names).where(col(AnswerRow.pack) == pack, col(AnswerRow.current))
        rows = self._session.exec(wanted)
        return {(case, asked): CurrentAnswer(*row) for case, asked, *row in rows}

    def _may_be_claimed(self, lease: timedelta) -> Any:
        from .tables_cycle import Dispatch

        now: datetime = self._clock()
        status, claimed = col(Dispatch.status), col(Dispatch.claimed_at)
        return or_(
            and_(status == DispatchStatus.DUE, col(Dispatch.due_at) <= now),
            and_(status == DispatchStatus.SENDING, claimed <= now - lease),
        )

    def _waits_for_reader(self, lease: timedelta) -> Any:
        from .tables_return import ReturnFile

        now: datetime = self._clock()
        claimed = col(ReturnFile.claimed_at)
        return and_(
            col(ReturnFile.outcome).is_(None), or_(claimed.is_(None), claimed <= now - lease)
        )


def _attribute(column: object) -> Any:
    """Return a column as what it is when the program runs: the type checker sees its value."""
    return col(column)
