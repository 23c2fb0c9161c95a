"""Long work that a page asked for: one process is at each, and none stands as begun for ever."""

from datetime import timedelta

import pytest

from audits.domain.errand import BEGUN_AT_MOST, CUT_OFF, ERRAND_LEASE, KEPT_FOR, ErrandKind
from audits.domain.errors import NotFoundError
from audits.storage import Errands


ONE, TWO = "here/1/a", "here/2/b"


@pytest.fixture
def errands(engine, clock) -> Errands:
    return Errands(engine, clock)


def ask(errands: Errands, about: str = "MASH-2017-W10") -> str:
    return errands.ask(ErrandKind.ISSUE_PACKS, about=about, asked={"x": 1}, by="U2")


def test_each_is_done_once_in_the_order_they_were_asked_for(errands, clock):
    first, _ = ask(errands), clock.advance(seconds=1)
    second = ask(errands)
    assert errands.is_any_left()
    got = errands.claim_next(ONE)
    assert (got.id, got.asked, got.asked_by, got.begun) == (first, {"x": 1}, "U2", 1)
    assert errands.claim_next(TWO).id == second
    assert errands.claim_next(TWO) is None
    assert not errands.is_any_left()
    errands.end(first, TWO, result={"not": "theirs"})
    assert not errands.find(first).is_over
    errands.end(first, ONE, result={"packs": 3})
    over = errands.find(first)
    assert (over.is_over, over.result, over.error, over.holder) == (True, {"packs": 3}, "", None)
    assert {errand.id for errand in errands.latest()} == {first, second}


def test_what_a_killed_process_held_is_begun_again_when_its_lease_is_over(errands, clock):
    number = ask(errands)
    errands.claim_next(ONE)
    clock.now += ERRAND_LEASE - timedelta(seconds=1)
    assert errands.renew(number, ONE)
    clock.now += ERRAND_LEASE - timedelta(seconds=1)
    assert errands.claim_next(TWO) is None
    clock.now += timedelta(seconds=2)
    assert errands.claim_next(TWO).begun == 2
    assert not errands.renew(number, ONE)
    errands.end(number, ONE, result={})  # it slept, and is told nothing of what another does now
    assert errands.find(number).holder == TWO


def test_what_was_left_behind_is_let_go_at_once_by_whoever_knows_that_it_died(errands):
    number = ask(errands)
    errands.claim_next(ONE)
    errands.let_go("here/11")
    assert errands.find(number).holder == ONE
    errands.let_go("here/1")
    assert errands.claim_next(TWO).begun == 2


def test_what_is_cut_off_again_and_again_is_told_as_failed(errands):
    number = ask(errands)
    for begun in range(1, BEGUN_AT_MOST + 1):
        assert errands.claim_next(ONE).begun == begun
        errands.let_go("here/1")
    assert errands.claim_next(TWO) is None
    assert (errands.find(number).is_over, errands.find(number).error) == (True, CUT_OFF)
    assert not errands.is_any_left()


def test_it_is_forgotten_after_a_day(errands, clock):
    number = ask(errands)
    clock.now += KEPT_FOR + timedelta(seconds=1)
    other = ask(errands)
    with pytest.raises(NotFoundError, match="forgotten after a day"):
        errands.find(number)
    assert [errand.id for errand in errands.latest()] == [other]
