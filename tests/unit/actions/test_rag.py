"""The colour of an action: each rule, its edges, and which rule wins."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from builders.findings import a_calendar, an_action
from hypothesis import given, settings, strategies as st

from audits.actions import overdue_days, rag
from audits.domain.action import Action, Rag
from audits.domain.status import ActionStatus


quickly = settings(deadline=None, max_examples=100)
TODAY = date(2017, 4, 10)
DAYS = st.integers(-200, 200).map(lambda days: TODAY + timedelta(days=days))
ACTIONS = st.builds(
    an_action,
    due=DAYS,
    status=st.sampled_from(ActionStatus),
    opened_on=DAYS,
    times_moved=st.integers(0, 3),
    percent_done=st.integers(0, 100),
    updated_on=st.none() | DAYS,
)


def colour(action: Action) -> Rag:
    return rag(action, TODAY, a_calendar())


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_an_action_that_moves_and_has_time_is_green() -> None:
    assert colour(an_action()) is Rag.GREEN


def test_one_not_started_with_time_left_is_grey() -> None:
    assert colour(an_action(percent_done=0, updated_on=None)) is Rag.GREY


def test_one_that_nobody_accepted_yet_is_grey_until_it_is_overdue() -> None:
    soon = an_action(status=ActionStatus.PROPOSED, due=TODAY, percent_done=0, updated_on=None)
    assert colour(soon) is Rag.GREY
    assert rag(soon, in_days(1), a_calendar()) is Rag.RED


@pytest.mark.parametrize(
    ("days", "percent", "expected"),
    [(28, 49, Rag.AMBER), (28, 50, Rag.GREEN), (29, 49, Rag.GREEN), (0, 49, Rag.AMBER)],
)
def test_due_within_28_days_and_less_than_half_done_is_amber(
    days: int, percent: int, expected: Rag
) -> None:
    assert colour(an_action(due=in_days(days), percent_done=percent)) is expected


def test_due_soon_and_not_started_is_amber_and_not_grey() -> None:
    assert colour(an_action(due=in_days(5), percent_done=0, updated_on=None)) is Rag.AMBER


@pytest.mark.parametrize(("age", "expected"), [(29, Rag.GREEN), (30, Rag.AMBER)])
def test_an_update_of_thirty_days_is_stale(age: int, expected: Rag) -> None:
    assert colour(an_action(updated_on=in_days(-age))) is expected


@pytest.mark.parametrize(("age", "expected"), [(29, Rag.GREEN), (30, Rag.AMBER)])
def test_one_under_way_without_an_update_is_as_old_as_its_opening(age: int, expected: Rag) -> None:
    assert colour(an_action(opened_on=in_days(-age), updated_on=None)) is expected


@pytest.mark.parametrize(("times", "expected"), [(1, Rag.AMBER), (2, Rag.RED), (3, Rag.RED)])
def test_moving_the_date_once_is_amber_and_twice_is_red(times: int, expected: Rag) -> None:
    assert colour(an_action(times_moved=times)) is expected


@pytest.mark.parametrize(("days", "expected"), [(0, Rag.GREEN), (-1, Rag.RED)])
def test_it_is_red_from_the_day_after_it_was_due(days: int, expected: Rag) -> None:
    assert colour(an_action(due=in_days(days), percent_done=90)) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (ActionStatus.COMPLETE, Rag.BLUE),
        (ActionStatus.CLOSED, Rag.BLACK),
        (ActionStatus.WITHDRAWN, Rag.BLACK),
    ],
)
def test_one_that_is_done_is_never_red_however_late(status: ActionStatus, expected: Rag) -> None:
    late = an_action(status=status, due=in_days(-90), times_moved=3)
    assert colour(late) is expected
    assert overdue_days(late, TODAY) == 0


def test_the_age_of_an_update_is_counted_in_local_days() -> None:
    # Half past eleven in the evening UTC on 10 June is already the 11th in England.
    late_evening = datetime(2017, 6, 10, 23, 30, tzinfo=UTC)
    action = replace(an_action(due=date(2017, 12, 1)), updated_at=late_evening)
    assert rag(action, date(2017, 7, 10), a_calendar()) is Rag.GREEN
    assert rag(action, date(2017, 7, 11), a_calendar()) is Rag.AMBER


@given(ACTIONS, st.integers(0, 300))
@quickly
def test_days_overdue_are_the_days_since_it_was_due(action: Action, later: int) -> None:
    unfinished = action.status in {ActionStatus.OPEN, ActionStatus.PROPOSED}
    today = action.due + timedelta(days=later)
    assert overdue_days(action, today) == (later if unfinished else 0)
    assert overdue_days(action, action.due - timedelta(days=later)) == 0


@given(ACTIONS)
@quickly
def test_green_is_only_for_a_fresh_update_and_a_date_that_never_moved(action: Action) -> None:
    if colour(action) is Rag.GREEN:
        assert action.status is ActionStatus.OPEN
        assert action.due >= TODAY
        assert not action.times_moved
        last = action.updated_at.date() if action.updated_at else action.opened_on
        assert last > TODAY - timedelta(days=30)


@given(ACTIONS, st.integers(1, 60))
@quickly
def test_red_stays_red_while_nobody_does_anything(action: Action, later: int) -> None:
    if colour(action) is Rag.RED:
        assert rag(action, in_days(later), a_calendar()) is Rag.RED
