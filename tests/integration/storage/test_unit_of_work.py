"""One transaction: nothing is kept without a commit, nothing committed without a note."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, StatementError

from audits.domain.errors import BusyError, NotFoundError, StatusError
from audits.domain.finding import FindingKind
from audits.domain.remedies import Remedy, Verb
from audits.domain.status import CycleStatus, DispatchStatus
from audits.storage import (
    Agency,
    AnswerRow,
    Case,
    Cycle,
    Dispatch,
    FindingRow,
    Gate,
    ReturnFile,
    Unit,
    UnitOfWork,
    verify_trail,
)
from audits.storage.tables_board import TrailEntry


LEASE = timedelta(minutes=10)
NOW = datetime(2017, 3, 9, 17, tzinfo=UTC)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def uow(engine: Engine, clock: Clock | None = None) -> UnitOfWork:
    return UnitOfWork(engine, clock or Clock(), "a tester")


def a_cycle(ref: str = "MASH-2017-W10") -> Cycle:
    return Cycle(
        ref=ref, kind="mash_weekly", version=1, title="MASH", template="{}", template_sha256="0",
        partnership="{}",
        status=CycleStatus.PLANNED, opened_on=date(2017, 3, 9), excluded={},
    )  # fmt: skip


def a_dispatch(key: str = "MASH-2017-W10/police/pack/1") -> Dispatch:
    return Dispatch(
        key=key, cycle="MASH-2017-W10", unit="police", purpose="pack", channel="folder",
        status=DispatchStatus.DUE, due_at=NOW, subject="s", body="b",
    )  # fmt: skip


@pytest.fixture
def stocked(engine) -> Engine:
    """Return a database with a unit, a cycle, a dispatch that is due and a return."""
    with uow(engine) as work:
        work.add(Agency(code="police", name="Police"))
        work.add(Unit(code="police", agency="police", name="Police"))
        work.add(a_cycle())
        work.add(a_dispatch())
        work.add(ReturnFile(id="R-1", sha256="1", received_at=NOW, size=1, route="folder"))
        work.note("stocked", "all")
        work.commit()
    return engine


def test_what_is_not_committed_never_was(engine):
    with uow(engine) as work:
        work.add(a_cycle())
        work.note("opened", "it")
    with uow(engine) as work:
        assert work.all(Cycle) == []
        assert work.all(TrailEntry) == []


def test_a_change_without_a_note_is_a_bug(engine):
    with uow(engine) as work:
        work.add(a_cycle())
        with pytest.raises(RuntimeError, match="note"):
            work.commit()


def test_a_row_is_added_once(stocked):
    with uow(stocked) as work:
        assert not work.add_once(a_cycle())
        assert work.add_once(a_cycle("MASH-2017-W11"))
        assert work.count(Cycle) == 2


def test_a_row_that_is_not_there_is_named_with_what_lists_them(engine):
    with uow(engine) as work, pytest.raises(NotFoundError, match="MASH-1999-W1") as error:
        work.get(Cycle, "MASH-1999-W1")
    assert error.value.remedy == (Remedy(Verb.SEE_CYCLES),)


def test_columns_and_rows_come_by_what_a_column_holds(stocked):
    with uow(stocked) as work:
        work.add(Unit(code="police_2", agency="police", name="Second team"))
        own = Unit.agency == "police"
        assert work.values(Unit.code, own, order_by=Unit.name) == ["police", "police_2"]
        assert work.values_by(Unit.code, Unit.name) == {
            "police": "Police", "police_2": "Second team",
        }  # fmt: skip
        assert work.values_by(Unit.agency, Unit.code, own, order_by=Unit.code) == {
            "police": "police_2"
        }
        [row] = work.all(ReturnFile)
        assert work.rows_by(ReturnFile, ReturnFile.sha256) == {"1": row}
        assert work.values_by(ReturnFile.id, ReturnFile.received_at) == {"R-1": row.received_at}


def test_a_move_that_is_not_in_the_table_is_refused(stocked):
    with uow(stocked) as work, pytest.raises(StatusError, match="planned"):
        work.move_cycle(work.get(Cycle, "MASH-2017-W10"), CycleStatus.PUBLISHED)


NONSENSE = {
    "a probability of nothing": Case(
        ref="C1", cycle="MASH-2017-W10", number=1, unit_hash="u", stratum="s", rank="r",
        probability=0, targeted=False),
    "sent without a time": a_dispatch("other").model_copy(update={"status": DispatchStatus.SENT}),
    "decided by nobody": Gate(cycle="MASH-2017-W10", name="g", opened_at=NOW, decided_at=NOW),
    "more found than judged": FindingRow(
        id="F1", cycle="MASH-2017-W10", number=1, theme="t", question="q", text="t",
        kind=FindingKind.STRENGTH, x=3, n=2, frame=9, low=3, high=9,
        left_out=0, cannot_tell=0, unanswered=0),
    "a unit of no agency": Unit(code="x", agency="nobody", name="x"),
}  # fmt: skip


@pytest.mark.parametrize("what", NONSENSE)
def test_the_database_itself_refuses_nonsense(stocked, what):
    row = NONSENSE[what]
    with uow(stocked) as work, pytest.raises(IntegrityError):
        work.add(type(row)(**row.model_dump()))


def an_answer(value: str) -> AnswerRow:
    return AnswerRow(
        return_id="R-1", pack="P1", cycle="MASH-2017-W10", unit="police", case_ref="C1",
        question="consent", value=value, original=value,
    )  # fmt: skip


def test_a_later_answer_takes_the_place_and_the_earlier_stays(stocked):
    with uow(stocked) as work:
        work.replace_current_answers([an_answer("no").model_dump(exclude={"id"})])
        work.replace_current_answers([an_answer("yes").model_dump(exclude={"id"})])
        assert [(a.value, a.current) for a in work.all(AnswerRow, order_by=AnswerRow.id)] == [
            ("no", False),
            ("yes", True),
        ]
        with pytest.raises(BusyError):
            work.add(an_answer("partly"))


def test_a_time_without_a_zone_is_refused_and_others_come_back_in_utc(stocked):
    with uow(stocked) as work:
        assert work.get(Dispatch, a_dispatch().key).due_at == NOW
    naive = a_dispatch("other").model_copy(update={"due_at": NOW.replace(tzinfo=None)})
    with uow(stocked) as work, pytest.raises((StatementError, ValueError)):
        work.add(Dispatch(**naive.model_dump()))


def test_of_two_that_claim_at_once_one_gets_it(stocked):
    key = a_dispatch().key

    def claim(_: int) -> bool:
        with uow(stocked) as work:
            claimed = work.claim_dispatch(key, lease=LEASE)
            if claimed:
                work.commit()
            return claimed is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


def test_of_eight_that_change_a_held_row_at_once_each_sees_what_the_one_before_left(stocked):
    key = "MASH-2017-W10/police/pack/1"

    def add_one(_: int) -> None:
        with uow(stocked).kept_open(), uow(stocked) as work:
            dispatch = work.get(Dispatch, key, held=True)
            dispatch.attempts += 1
            work.add(dispatch)
            work.note("counted", key)
            work.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(8)))
    with uow(stocked) as work:
        assert work.get(Dispatch, key).attempts == 8


def test_a_claim_may_be_taken_over_after_its_lease_and_says_so(stocked):
    key, clock = a_dispatch().key, Clock()
    with uow(stocked, clock) as work:
        assert work.claim_dispatch(key, lease=LEASE)[1] is False
        work.commit()
    clock.now = NOW + timedelta(minutes=9)
    with uow(stocked, clock) as work:
        assert work.due_dispatches(lease=LEASE) == []
        assert work.claim_dispatch(key, lease=LEASE) is None
    clock.now = NOW + timedelta(minutes=10)
    with uow(stocked, clock) as work:
        assert work.due_dispatches(lease=LEASE) == [key]
        assert work.claim_dispatch(key, lease=LEASE)[1] is True


def test_numbers_are_never_given_twice_and_given_back_if_not_kept(stocked):
    def take(_: int) -> int:
        with uow(stocked) as work:
            number = work.next_number("pack")
            work.note("took", str(number))
            work.commit()
            return number

    with uow(stocked) as work:
        assert work.next_number("pack") == 1
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(16))) == list(range(1, 17))
    with uow(stocked) as work:
        entries = work.all(TrailEntry, order_by=TrailEntry.seq)
    assert len(entries) == 17
    assert verify_trail(entries) == ()


SPOILT = {
    "altered": ("UPDATE trail SET actor = 'nobody' WHERE seq = 2", "Entry 2 was altered"),
    "removed": ("DELETE FROM trail WHERE seq = 2", "Entries 2 to 2 are missing"),
    "re-chained": ("UPDATE trail SET previous = 'x' WHERE seq = 3", "Entry 3 does not follow"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_trail_that_was_touched_says_where(engine, how):
    with uow(engine) as work:
        for number in range(4):
            work.note("happened", str(number), why="because", count=number)
        work.commit()
        assert verify_trail(work.all(TrailEntry, order_by=TrailEntry.seq)) == ()
    statement, says = SPOILT[how]
    with engine.begin() as connection:
        connection.execute(text(statement))
    with uow(engine) as work:
        [fault] = verify_trail(work.all(TrailEntry, order_by=TrailEntry.seq))
    assert says in fault
