"""One transaction. Nothing is kept unless ``commit`` is called, and nothing without a trail."""

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, delete, event, insert, inspect, update
from sqlmodel import Session, SQLModel, col, select

from audits.domain.clock import Clock
from audits.domain.moves import check_move
from audits.domain.status import (
    ACTION_MOVES,
    CYCLE_MOVES,
    DISAGREEMENT_MOVES,
    DISPATCH_MOVES,
    ActionStatus,
    CycleStatus,
    DisagreementStatus,
    DispatchStatus,
)

from .compacting import compact
from .copies import copying
from .inserts import insert_of
from .row_digests import ChangedRows
from .tables_action import ActionRow
from .tables_board import Counter, TrailEntry
from .tables_cycle import Cycle, Dispatch
from .tables_moderation import Disagreement
from .tables_return import AnswerRow, ReturnFile
from .trail import TrailWriter
from .trail_seal import TrailKeeper
from .view import R, View


class UnitOfWork(View):
    """A transaction that may write; leaving it forgets whatever was not committed.

    There is one at a time: what it has read stays so until it commits.
    """

    def __init__(
        self, engine: Engine, clock: Clock, actor: str, keeper: TrailKeeper | None = None
    ) -> None:
        super().__init__(engine, clock)
        self._engine = engine
        self._keeper = keeper  # none: entries are not keyed, as before there was a key
        self.actor = actor
        self.check_first: Callable[[View], None] | None = None  # before anything is done

    def __enter__(self) -> Self:
        super().__enter__()
        self._trail = TrailWriter(self._session, self._keeper)
        self._rows = ChangedRows()
        self._changed = self._noted = False
        event.listen(self._session, "after_flush", self._mark_changed)
        if self.check_first is not None:
            self._check(self.check_first)
        return self

    def _check(self, check: Callable[[View], None]) -> None:
        """Ask what must hold, where no other writer can change it any more."""
        try:
            check(self)
        except BaseException:  # whatever stops it, even a signal: no lock is left behind
            self._session.close()
            raise

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the database open for many units of work: who closes SQLite last waits for disk."""
        with self._engine.connect():
            yield

    def copying(self) -> AbstractContextManager[Callable[[Path], None]]:
        """Return what yields how a copy is written of what nobody has written to since we began."""
        return copying(self._engine)

    def compact(self) -> None:
        """Leave nothing in the database's own files of what was taken out; not in a transaction.

        Raises:
            BusyError: if others use it all the time.
        """
        compact(self._engine)

    def _mark_changed(self, session: Session, *_: object) -> None:
        if self._rows.flushed(session):
            self._changed = True

    def _changed_by_key(self, table: type[SQLModel], keys: Iterable[tuple[Any, ...]]) -> None:
        """Take down rows that a statement changed past the session, by their keys."""
        self._changed = True
        self._rows.by_key(table, keys)

    def commit(self) -> None:
        """Keep everything since the last commit.

        Raises:
            RuntimeError: if rows changed and nothing was noted: a bug, for a change without a
                trail entry could not be accounted for.
            WorkspaceError: if it is kept, but its end could not be sealed in the vault.
        """
        self._session.flush()
        if self._changed and not self._noted:
            raise RuntimeError("a change without a note: call note() in the same unit of work")
        self._trail.write(self._rows.digests(self._session))
        self._session.commit()
        self._trail.seal()
        self._changed = self._noted = False

    def note(self, verb: str, about: str, *, why: str = "", **facts: Any) -> None:
        """Add an entry to the trail, in this transaction."""
        at = self._clock()
        self._trail.note(verb, about, at=at, actor=self.actor, why=why, facts=facts)
        self._noted = True

    # -- rows

    def _where(self, table: type[SQLModel], conditions: tuple[bool, ...]) -> tuple[Any, ...]:
        if table is TrailEntry:
            self._trail.write()  # what was noted is there to be read
        return super()._where(table, conditions)

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

    def remove_all(self, table: type[SQLModel], *conditions: bool) -> int:
        """Take out every row for which the conditions hold, and return how many there were."""
        mapper: Any = inspect(table)
        wanted: Any = conditions
        going = delete(table).where(*wanted).returning(*mapper.primary_key)
        keys = [tuple(key) for key in self._session.connection().execute(going)]
        if keys:
            self._changed_by_key(table, keys)
        self._session.expire_all()
        return len(keys)

    def add_once(self, row: SQLModel) -> bool:
        """Add a row unless its key already stands, and tell whether it was added."""
        table: Any = type(row)
        mapper: Any = inspect(table)
        values = {
            name: getattr(row, name)
            for name in mapper.column_attrs.keys()  # noqa: SIM118 -- not a dict
            if not (name == "id" and getattr(row, name) is None)
        }
        # What is returned tells whether a row was added; psycopg does not count it.
        adding = insert_of(self._dialect)(table).values(**values).on_conflict_do_nothing()
        added = self._session.connection().execute(adding.returning(*mapper.primary_key)).first()
        if added is not None:
            self._changed_by_key(table, [tuple(added)])
        return added is not None

    def get(self, table: type[R], key: object, *, held: bool = False) -> R:
        """Return the row with this key; ``held``, nobody else changes it before we are done.

        Raises:
            NotFoundError: with the remedy that lists what there is.
        """
        if held:
            self._session.get(table, key, with_for_update=True)
        return super().get(table, key)

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

    # -- what one statement must decide

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
        self._changed_by_key(Dispatch, [(key,)])
        self.note("dispatch claimed", key)
        self._session.refresh(before)
        return before, had_been_claimed

    def claim_return(self, ref: str, *, lease: timedelta) -> str | None:
        """Claim a kept return for reading and return the claim.

        None if it was read, or another process has claimed it within ``lease``.
        """
        self.get(ReturnFile, ref)
        now = self._clock()
        claim = f"{platform.node()} {os.getpid()} {now.isoformat(timespec='microseconds')}"
        claiming = (
            update(ReturnFile)
            .where(col(ReturnFile.id) == ref, self._waits_for_reader(lease))
            .values(claimed_at=now, claimed_by=claim)
        )
        result: Any = self._session.connection().execute(claiming)
        if result.rowcount == 0:
            return None
        self._changed_by_key(ReturnFile, [(ref,)])
        self.note("return claimed", ref)
        return claim

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
        ).returning(col(Dispatch.key))
        waiting = self._session.connection().execute(waits)
        self._changed_by_key(Dispatch, [tuple(row) for row in waiting])
        self.note("channel postponed", channel, until=until.isoformat())

    def next_number(self, kind: str) -> int:
        """Return the next number of a kind; given back if this transaction is not committed."""
        self.add_once(Counter(kind=kind, last=0))
        counter = col(Counter.last)
        raise_by_one = (
            update(Counter).where(col(Counter.kind) == kind).values(last=counter + 1)
        ).returning(counter)
        self._changed = True
        return int(self._session.connection().execute(raise_by_one).scalar_one())

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
        adds = insert(AnswerRow).returning(col(AnswerRow.id))
        added = self._session.connection().execute(adds, list(answers))
        self._changed_by_key(AnswerRow, [(id_,) for id_ in earlier])
        self._changed_by_key(AnswerRow, [tuple(row) for row in added])
