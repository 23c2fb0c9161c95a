"""One transaction. Nothing is kept unless ``commit`` is called, and nothing without a trail."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from sqlalchemy import Engine, and_, event, insert, inspect, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, func, select

from audits.domain.clock import Clock
from audits.domain.errors import NotFoundError
from audits.domain.status import (
    ACTION_MOVES,
    CYCLE_MOVES,
    DISAGREEMENT_MOVES,
    DISPATCH_MOVES,
    ActionStatus,
    CycleStatus,
    DisagreementStatus,
    DispatchStatus,
    check_move,
)

from .action_query import ActionsWanted, ListedAction, actions_wanted, owners
from .ordering import order_of
from .tables_action import ActionRow
from .tables_board import Counter
from .tables_cycle import Cycle, Dispatch
from .tables_moderation import Disagreement
from .tables_return import AnswerRow
from .trail import append_entry


R = TypeVar("R", bound=SQLModel)

LISTED_BY = {
    "Cycle": "audits cycle list",
    "Unit": "audits agency list",
    "ReturnFile": "audits return list REF",
    "ActionRow": "audits action list",
    "FindingRow": "audits finding list REF",
    "Dispatch": "audits dispatch list",
}
CALLED = {
    "ReturnFile": "return",
    "ActionRow": "action",
    "FindingRow": "finding",
    "IssuedPack": "pack",
}


class UnitOfWork:
    """A transaction as a context manager; leaving it forgets whatever was not committed."""

    def __init__(self, engine: Engine, clock: Clock, actor: str) -> None:
        self._engine = engine
        self._clock = clock
        self._dialect = engine.dialect.name
        self.actor = actor

    def __enter__(self) -> Self:
        self._session = Session(self._engine, expire_on_commit=False, autoflush=False)
        self._changed = self._noted = False
        event.listen(self._session, "after_flush", self._mark_changed)
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the database open for many units of work: who closes SQLite last waits for disk."""
        with self._engine.connect():
            yield

    def _mark_changed(self, *_: object) -> None:
        self._changed = True

    def commit(self) -> None:
        """Keep everything since the last commit.

        Raises:
            RuntimeError: if rows changed and nothing was noted: a bug, for a change without a
                trail entry could not be accounted for.
        """
        self._session.flush()
        if self._changed and not self._noted:
            raise RuntimeError("a change without a note: call note() in the same unit of work")
        self._session.commit()
        self._changed = self._noted = False

    def note(self, verb: str, about: str, *, why: str = "", **facts: Any) -> None:
        """Add an entry to the trail, in this transaction."""
        at = self._clock()
        append_entry(self._session, verb, about, at=at, actor=self.actor, why=why, facts=facts)
        self._noted = True

    # -- rows

    def add(self, row: SQLModel) -> None:
        """Add a row, or take a changed one back in."""
        self._session.add(row)
        self._session.flush()

    def add_all(self, rows: Sequence[SQLModel]) -> None:
        """Add rows at once."""
        self._session.add_all(rows)
        self._session.flush()

    def remove(self, row: SQLModel) -> None:
        """Take out a row that nothing points at."""
        self._session.delete(row)
        self._session.flush()

    def add_once(self, row: SQLModel) -> bool:
        """Add a row unless its key already stands, and tell whether it was added."""
        table: Any = type(row)
        mapper: Any = inspect(table)
        values = {
            name: getattr(row, name)
            for name in mapper.column_attrs.keys()  # noqa: SIM118 -- not a dict
            if not (name == "id" and getattr(row, name) is None)
        }
        adds: Any = postgresql.insert if self._dialect == "postgresql" else sqlite.insert
        # What is returned tells whether a row was added; psycopg does not count it.
        adding = adds(table).values(**values).on_conflict_do_nothing()
        added = self._session.connection().execute(adding.returning(*mapper.primary_key)).first()
        self._changed = self._changed or added is not None
        return added is not None

    def find(self, table: type[R], key: object) -> R | None:
        """Return the row with this key, if there is one."""
        return self._session.get(table, key)

    def get(self, table: type[R], key: object, *, held: bool = False) -> R:
        """Return the row with this key; ``held``, nobody else changes it before we are done.

        Raises:
            NotFoundError: naming the command that lists what there is.
        """
        row = self._session.get(table, key, with_for_update=held)
        if row is not None:
            return row
        name = table.__name__
        shown_by = LISTED_BY.get(name, "audits cycle list")
        called = CALLED.get(name, name.lower())
        raise NotFoundError(f"There is no {called} '{key}'. To see what there is: {shown_by}")

    def all(self, table: type[R], *, order_by: str = "", **equals: object) -> list[R]:
        """Return the rows whose columns equal these values, or one of a list.

        They are in order of a column, those without it last, and of their key where it is alike.
        """
        query = select(table).where(*self._where(table, equals))
        if order_by:
            query = query.order_by(*order_of(table, order_by, self._dialect))
        return list(self._session.exec(query))

    def first(self, table: type[R], **equals: object) -> R | None:
        """Return one row whose columns equal these values, if there is any."""
        return self._session.exec(select(table).where(*self._where(table, equals)).limit(1)).first()

    def count(self, table: type[R], **equals: object) -> int:
        """Return how many rows have these values."""
        query = select(func.count()).select_from(table).where(*self._where(table, equals))
        return int(self._session.exec(query).one())

    @staticmethod
    def _where(table: type[SQLModel], equals: dict[str, object]) -> list[Any]:
        return [
            getattr(table, name).in_(value) if isinstance(value, list)
            else getattr(table, name) == value
            for name, value in equals.items()
        ]  # fmt: skip

    # -- moves

    def move_cycle(self, cycle: Cycle, to: CycleStatus, why: str = "") -> None:
        """Move a cycle on, or refuse to."""
        check_move(CYCLE_MOVES, cycle.status, to, cycle.ref)
        was, cycle.status = str(cycle.status), to
        self.add(cycle)
        self.note(f"cycle {to}", cycle.ref, why=why, was=was)

    def move_dispatch(self, dispatch: Dispatch, to: DispatchStatus, why: str = "") -> None:
        """Move a dispatch on, or refuse to."""
        check_move(DISPATCH_MOVES, dispatch.status, to, dispatch.key)
        was, dispatch.status = str(dispatch.status), to
        self.add(dispatch)
        self.note(f"dispatch {to}", dispatch.key, why=why, was=was)

    def move_action(self, action: ActionRow, to: ActionStatus, why: str = "") -> None:
        """Move an action on, or refuse to."""
        check_move(ACTION_MOVES, action.status, to, action.id)
        was, action.status = str(action.status), to
        self.add(action)
        self.note(f"action {to}", action.id, why=why, was=was)

    def move_disagreement(self, row: Disagreement, to: DisagreementStatus) -> None:
        """Move a disagreement on, or refuse to; the caller has set who has it and why."""
        about = f"{row.case_ref}/{row.unit}/{row.question}"
        check_move(DISAGREEMENT_MOVES, row.status, to, about)
        was, row.status = str(row.status), to
        row.changed_at, row.changed_by = self._clock(), self.actor
        self.add(row)
        self.note(f"grades {to}", row.cycle, of=about, owner=row.owner, was=was)

    # -- what one statement must answer or decide

    def actions(self, wanted: ActionsWanted) -> list[ListedAction]:
        """Return the actions that are wanted, most overdue first, in three statements."""
        return actions_wanted(self._session, wanted)

    def owners(self) -> dict[str, str]:
        """Return the codes of all agencies and units with their names, in one statement."""
        return owners(self._session)

    def due_dispatches(self, *, lease: timedelta) -> list[str]:
        """Return the keys of what is due, or was claimed longer than ``lease`` ago."""
        query = select(col(Dispatch.key)).where(self._may_be_claimed(lease))
        return list(self._session.exec(query.order_by(col(Dispatch.due_at), col(Dispatch.key))))

    def claim_dispatch(self, key: str, *, lease: timedelta) -> tuple[Dispatch, bool] | None:
        """Claim a dispatch and tell whether an earlier claim may have sent it.

        None if it is settled, not due, or another process has it. One conditional update decides,
        so that of two that try at once one gets it. ``lease`` must outlast any channel.
        """
        before = self.get(Dispatch, key)
        had_been_claimed = before.status is DispatchStatus.SENDING
        now = self._clock()
        claim = (
            update(Dispatch)
            .where(col(Dispatch.key) == key, self._may_be_claimed(lease))
            .values(status=DispatchStatus.SENDING, claimed_at=now, attempts=before.attempts + 1)
        )
        result: Any = self._session.connection().execute(claim)
        if result.rowcount == 0:
            return None
        self._changed = True
        self.note("dispatch claimed", key)
        self._session.refresh(before)
        return before, had_been_claimed

    def postpone(self, channel: str, until: datetime) -> None:
        """Let what is due on a channel wait, as the channel asks."""
        waits = (
            update(Dispatch)
            .where(
                col(Dispatch.channel) == channel,
                col(Dispatch.status) == DispatchStatus.DUE,
                col(Dispatch.due_at) < until,
            )
            .values(due_at=until)
        )
        self._changed = True
        self._session.connection().execute(waits)
        self.note("channel postponed", channel, until=until.isoformat())

    def _may_be_claimed(self, lease: timedelta) -> Any:
        now: datetime = self._clock()
        status, claimed = col(Dispatch.status), col(Dispatch.claimed_at)
        return or_(
            and_(status == DispatchStatus.DUE, col(Dispatch.due_at) <= now),
            and_(status == DispatchStatus.SENDING, claimed <= now - lease),
        )

    def next_number(self, kind: str) -> int:
        """Return the next number of a kind; given back if this transaction is not committed."""
        self.add_once(Counter(kind=kind, last=0))
        counter = col(Counter.last)
        raise_by_one = (
            update(Counter).where(col(Counter.kind) == kind).values(last=counter + 1)
        ).returning(counter)
        self._changed = True
        return int(self._session.connection().execute(raise_by_one).scalar_one())

    def current_answers(self, pack: str) -> dict[tuple[str, str], tuple[str | None, int]]:
        """Return the value that counts, and the edition it stood in, by case and question."""
        names: Any = (AnswerRow.case_ref, AnswerRow.question, AnswerRow.value, AnswerRow.edition)
        wanted = select(*names).where(col(AnswerRow.pack) == pack, col(AnswerRow.current))
        return {(case, asked): (value, n) for case, asked, value, n in self._session.exec(wanted)}

    def replace_current_answers(self, answers: Sequence[Mapping[str, Any]]) -> None:
        """Add answers of one pack, each taking ``current`` from an earlier one to its question."""
        if not answers:
            return
        keys = {(answer["case_ref"], answer["question"]) for answer in answers}
        standing = select(AnswerRow.id, AnswerRow.case_ref, AnswerRow.question).where(
            col(AnswerRow.pack) == answers[0]["pack"], col(AnswerRow.current)
        )
        earlier = [id_ for id_, *key in self._session.exec(standing) if tuple(key) in keys]
        past = update(AnswerRow).where(col(AnswerRow.id).in_(earlier)).values(current=False)
        self._session.connection().execute(past)
        self._session.connection().execute(insert(AnswerRow), list(answers))
        self._changed = True
