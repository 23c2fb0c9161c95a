"""Long work that a page asked for: one process is at each, and none stands as begun for ever."""

from datetime import timedelta

import pytest

from audits.domain.background_task import (
    BACKGROUND_TASK_LEASE,
    BEGUN_AT_MOST,
    CUT_OFF,
    KEPT_FOR,
    BackgroundTaskKind,
)
from audits.domain.errors import NotFoundError
from audits.storage import BackgroundTasks


ONE, TWO = "here/1/a", "here/2/b"


@pytest.fixture
def background_tasks(engine, clock) -> BackgroundTasks:
    return BackgroundTasks(engine, clock)


def ask(background_tasks: BackgroundTasks, about: str = "MASH-2017-W10") -> str:
    return background_tasks.ask(
        BackgroundTaskKind.ISSUE_PACKS, about=about, asked={"x": 1}, by="U2"
    )


def test_each_is_done_once_in_the_order_they_were_asked_for(background_tasks, clock):
    first, _ = ask(background_tasks), clock.advance(seconds=1)
    second = ask(background_tasks)
    assert background_tasks.is_any_left()
    got = background_tasks.claim_next(ONE)
    assert (got.id, got.asked, got.asked_by, got.begun) == (first, {"x": 1}, "U2", 1)
    assert background_tasks.claim_next(TWO).id == second
    assert background_tasks.claim_next(TWO) is None
    assert not background_tasks.is_any_left()
    background_tasks.end(first, TWO, result={"not": "theirs"})
    assert not background_tasks.find(first).is_over
    background_tasks.end(first, ONE, result={"packs": 3})
    over = background_tasks.find(first)
    assert (over.is_over, over.result, over.error, over.holder) == (True, {"packs": 3}, "", None)
    assert {task.id for task in background_tasks.latest()} == {first, second}


def test_what_a_killed_process_held_is_begun_again_when_its_lease_is_over(background_tasks, clock):
    number = ask(background_tasks)
    background_tasks.claim_next(ONE)
    clock.now += BACKGROUND_TASK_LEASE - timedelta(seconds=1)
    assert background_tasks.renew(number, ONE)
    clock.now += BACKGROUND_TASK_LEASE - timedelta(seconds=1)
    assert background_tasks.claim_next(TWO) is None
    clock.now += timedelta(seconds=2)
    assert background_tasks.claim_next(TWO).begun == 2
    assert not background_tasks.renew(number, ONE)
    background_tasks.end(
        number, ONE, result={}
    )  # it slept, and is told nothing of what another does now
    assert background_tasks.find(number).holder == TWO


def test_what_was_left_behind_is_let_go_at_once_by_whoever_knows_that_it_died(background_tasks):
    number = ask(background_tasks)
    background_tasks.claim_next(ONE)
    background_tasks.let_go("here/11")
    assert background_tasks.find(number).holder == ONE
    background_tasks.let_go("here/1")
    assert background_tasks.claim_next(TWO).begun == 2


def test_what_is_cut_off_again_and_again_is_told_as_failed(background_tasks):
    number = ask(background_tasks)
    for begun in range(1, BEGUN_AT_MOST + 1):
        assert background_tasks.claim_next(ONE).begun == begun
        background_tasks.let_go("here/1")
    assert background_tasks.claim_next(TWO) is None
    assert (background_tasks.find(number).is_over, background_tasks.find(number).error) == (
        True,
        CUT_OFF,
    )
    assert not background_tasks.is_any_left()


def test_it_is_forgotten_after_a_day(background_tasks, clock):
    number = ask(background_tasks)
    clock.now += KEPT_FOR + timedelta(seconds=1)
    other = ask(background_tasks)
    with pytest.raises(NotFoundError, match="forgotten after a day"):
        background_tasks.find(number)
    assert [task.id for task in background_tasks.latest()] == [other]
