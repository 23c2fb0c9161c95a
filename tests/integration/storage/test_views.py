"""Reading beside writing: nobody who reads waits for a writer, nor a writer for who reads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from audits.domain.errors import BusyError
from audits.storage import Agency, TrailEntry, UnitOfWork, View, open_database
from audits.storage.database import reading


NOW = datetime(2017, 3, 9, 17, tzinfo=UTC)
AT_ONCE = 0.01  # seconds that a writer waits here: who had to wait is told so


def now() -> datetime:
    return NOW


@pytest.fixture
def impatient(ready_url):
    """Return a database whose writers wait for nobody, so that a test need not."""
    engine = open_database(ready_url, busy_seconds=AT_ONCE)
    with UnitOfWork(engine, now, "a tester") as uow:
        uow.add(Agency(code="police", name="Police"))
        uow.note("stocked", "all")
        uow.commit()
    return engine


def agency(code: str) -> Agency:
    return Agency(code=code, name=code)


def test_who_reads_waits_for_no_writer_and_sees_what_was_committed(impatient):
    with UnitOfWork(impatient, now, "one") as uow:
        uow.add(agency("health"))
        uow.note("added", "health")
        with View(impatient, now) as view:
            assert view.count(Agency) == 1
        uow.commit()
    with View(impatient, now) as view:
        assert view.count(Agency) == 2


def test_a_writer_waits_for_nobody_who_reads_and_a_view_is_of_one_moment(impatient):
    with View(impatient, now) as view:
        assert view.count(Agency) == 1
        with UnitOfWork(impatient, now, "one") as uow:
            uow.add(agency("health"))
            uow.note("added", "health")
            uow.commit()
        assert view.count(Agency) == 1
        assert view.find(Agency, "health") is None


def test_the_database_itself_refuses_to_write_in_a_view(impatient):
    with reading(impatient).connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(text("DELETE FROM agency"))
    with View(impatient, now) as view:
        assert view.count(Agency) == 1


def test_a_view_has_no_way_to_write():
    of_writers = {name for name in vars(UnitOfWork) if not name.startswith("_")}
    assert {"add", "add_once", "remove", "note", "commit", "claim_return"} < of_writers
    assert {name for name in of_writers if hasattr(View, name)} == {"get"}  # held, in a writer


def test_a_second_writer_that_waited_too_long_gets_a_sentence(impatient):
    with UnitOfWork(impatient, now, "one") as uow:
        uow.add(agency("health"))
        with (
            UnitOfWork(impatient, now, "two") as second,
            pytest.raises(BusyError, match=r"Another process is writing .* do it again"),
        ):
            second.count(Agency)
        uow.note("added", "health")
        uow.commit()


def test_a_key_that_stands_already_is_told_in_a_sentence(impatient):
    with (
        UnitOfWork(impatient, now, "one") as uow,
        pytest.raises(BusyError, match=r"was first\. Nothing of yours was stored"),
    ):
        uow.add(agency("police"))


def test_what_a_writer_has_read_stays_so_until_it_commits(engine):
    def count_and_add(_: int) -> None:
        with UnitOfWork(engine, now, "one of eight") as uow:
            number = uow.count(Agency) + 1
            uow.add(agency(f"a{number}"))
            uow.note("added", f"a{number}")
            uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_and_add, range(8)))
    with View(engine, now) as view:
        assert view.count(Agency) == view.count(TrailEntry) == 8


def test_eight_that_open_an_empty_database_at_once_make_its_tables_once(url):
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: open_database(url), range(8)))
    for engine in engines:
        with View(engine, now) as view:
            assert view.count(Agency) == 0
