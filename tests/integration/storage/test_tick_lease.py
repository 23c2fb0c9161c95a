"""Who runs a tick: one at a time, until it is given up or runs out; and how it went."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from builders import lease_race
from sqlalchemy import text

from audits.domain.clock import system_clock
from audits.domain.errors import WorkspaceError
from audits.domain.ticks import TICK_LEASE, TickState
from audits.queries.engine.clock import check_clock
from audits.settings import read_settings
from audits.storage import TickLeases, TrailEntry, UnitOfWork
from audits.wiring import build


@pytest.fixture
def leases(engine, clock) -> TickLeases:
    return TickLeases(engine, clock)


def state(leases: TickLeases) -> TickState:
    (only,) = leases.states()
    return only


def test_one_of_two_gets_a_tick_and_the_other_gets_it_after_that(leases):
    assert leases.claim_tick("chase", "first")
    assert not leases.claim_tick("chase", "second")
    assert leases.claim_tick("send-due", "second")
    assert leases.still_mine("chase", "first")
    assert not leases.still_mine("chase", "second")
    assert not leases.give_up("chase", "second")
    assert leases.give_up("chase", "first")
    assert not leases.still_mine("chase", "first")
    assert leases.claim_tick("chase", "second")


def test_what_is_asked_for_stands_until_a_run_has_begun_after_it(leases, clock):
    first = clock.now
    assert leases.ask("chase")
    assert leases.asked() == {"chase": first}
    later = clock.advance(seconds=5)
    assert leases.ask("chase")
    assert leases.asked() == {"chase": later}  # of several who ask, one run does what all want
    clock.advance(seconds=5)
    leases.claim_tick("chase", "one")
    assert leases.asked() == {}
    asked_meanwhile = clock.advance(seconds=5)
    leases.ask("chase")
    assert leases.asked() == {}  # somebody is at it, and perhaps past what is wanted
    leases.give_up("chase", "one")
    assert leases.asked() == {"chase": asked_meanwhile}
    clock.advance(seconds=5)
    leases.claim_tick("chase", "two")
    clock.now += TICK_LEASE + timedelta(seconds=1)
    assert leases.asked() == {}  # begun and cut off: a failure, which is told as one


def test_a_success_is_written_down_and_ends_a_row_of_failures(leases, clock):
    began = clock()
    leases.claim_tick("chase", "one")
    failed = clock.advance(seconds=5)
    leases.give_up("chase", "one", error="OSError")
    assert state(leases) == TickState("chase", None, None, began, None, failed, 1, "OSError")
    leases.claim_tick("chase", "two")
    leases.give_up("chase", "two", error="OSError")
    assert state(leases).failures == 2
    leases.claim_tick("chase", "three")
    assert state(leases).failures == 2  # until it is known how this one goes
    leases.give_up("chase", "three")
    assert state(leases) == TickState("chase", None, None, failed, failed, failed, 0, "")


def test_who_renews_keeps_a_tick_and_who_is_silent_loses_it(leases, clock):
    leases.claim_tick("chase", "slow")
    for _ in range(3):
        clock.now += TICK_LEASE - timedelta(seconds=1)
        assert leases.renew("chase", "slow")
        assert not leases.claim_tick("chase", "next")
    ran_out = clock.now + TICK_LEASE
    clock.now = ran_out + timedelta(microseconds=1)
    # What slept past its lease may not act, also where nobody came after it.
    assert not leases.still_mine("chase", "slow")
    assert leases.claim_tick("chase", "next")
    assert not leases.renew("chase", "slow")
    assert not leases.give_up("chase", "slow")
    found = state(leases)
    assert found.holder == "next"
    assert (found.failed_at, found.failures) == (ran_out, 1)
    assert found.error == "It was stopped before its end."


@pytest.mark.parametrize("micro", [0, 1, 500_000])
def test_instants_of_any_fraction_are_compared_as_instants(leases, clock, micro):
    clock.now = datetime.fromisoformat("2017-03-09T17:00:00Z").replace(microsecond=micro)
    leases.claim_tick("chase", "one")
    clock.now += TICK_LEASE
    assert leases.still_mine("chase", "one")
    clock.now += TICK_LEASE
    assert not leases.claim_tick("chase", "two")
    clock.advance(microseconds=1)
    assert leases.claim_tick("chase", "two")


def test_a_lease_is_no_fact_and_stands_in_no_trail(leases, engine, clock):
    leases.claim_tick("chase", "one")
    leases.give_up("chase", "one")
    with UnitOfWork(engine, clock, "a tester") as uow:
        assert uow.count(TrailEntry) == 0


def test_a_tick_held_by_nobody_until_a_time_is_refused_by_the_database(leases, engine):
    leases.claim_tick("chase", "one")
    with engine.begin() as connection, pytest.raises(Exception, match="held_until"):
        connection.execute(text("UPDATE tick SET holder = NULL"))


def test_of_eight_processes_never_two_hold_one_tick(ready_url, tmp_path):
    race = [sys.executable, lease_race.__file__, ready_url, str(tmp_path / "witness")]
    told = subprocess.run(race, check=True, capture_output=True, text=True).stdout
    assert told.split() == [str(lease_race.PROCESSES * lease_race.TIMES), "0"]


@pytest.mark.parametrize(
    ("days", "says"), [(-1, r"86,?\d+ seconds behind"), (1, r"86,?\d+ seconds ahead of")]
)
def test_a_clock_that_is_not_the_servers_is_refused(home, kind, days, says):
    workspace = build(read_settings(home), lambda: system_clock() + timedelta(days=days))
    if kind == "sqlite":
        check_clock(workspace=workspace)  # one machine, one clock
        return
    with pytest.raises(WorkspaceError, match=f"clock is {says} the database server's"):
        check_clock(workspace=workspace)
    check_clock(workspace=build(read_settings(home)))
