"""When ticks are started, and which of the times they were due came last."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from audits.domain.ticks import (
    CHASE,
    SEND_DUE,
    TICK_LEASE,
    TICKS,
    Tick,
    lease_for,
    retimed,
    timetable,
)
from audits.domain.working_days import ENGLAND


INSTANTS = st.integers(1_450_000_000, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


def test_a_lease_is_over_before_any_tick_is_due_again():
    assert lease_for(TICKS) == TICK_LEASE < min(tick.period for tick in TICKS)
    assert lease_for(timetable({"chase": "every 10 seconds"})) == timedelta(seconds=5)


@pytest.mark.parametrize(
    ("words", "tick"),
    [
        ("every 30 seconds", Tick("chase", timedelta(seconds=30))),
        ("every 10 minutes", Tick("chase", timedelta(minutes=10))),
        ("every 24 hours", Tick("chase", timedelta(hours=24))),
        ("at 08:30", Tick("chase", timedelta(days=1), time(8, 30))),
    ],
)
def test_a_tick_is_retimed_in_plain_words(words, tick):
    assert retimed(CHASE, words) == tick


@pytest.mark.parametrize(
    "words", ["", "hourly", "every 0 minutes", "every 25 hours", "at 8:30", "at 24:00", "every 5"]
)
def test_other_words_are_refused_with_those_that_are_understood(words):
    with pytest.raises(ValueError, match=r"every 10 minutes.*at 08:30"):
        retimed(SEND_DUE, words)


# By a wall calendar: Friday 14 April 2017 was in British Summer Time, 9:00 in London 8:00 UTC.
@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2017-04-14T07:59:59Z", "2017-04-13T08:00:00Z"),
        ("2017-04-14T08:00:00Z", "2017-04-14T08:00:00Z"),
        ("2017-04-16T12:00:00Z", "2017-04-14T08:00:00Z"),
        ("2017-04-17T07:00:00Z", "2017-04-14T08:00:00Z"),
        ("2017-03-27T07:59:00Z", "2017-03-24T09:00:00Z"),  # over the weekend of the change
    ],
)
def test_a_morning_tick_was_last_due_on_a_weekday_by_england_s_clocks(now, due):
    assert CHASE.last_due(datetime.fromisoformat(now)) == datetime.fromisoformat(due)


@given(INSTANTS, st.sampled_from(TICKS))
def test_the_last_time_it_was_due_is_past_and_not_long_ago(now, tick):
    due = tick.last_due(now)
    rest = timedelta(days=2, hours=1) if tick.weekdays_only else timedelta()
    assert timedelta() <= now - due < tick.period + rest
    assert tick.last_due(due) == due
    if tick.weekdays_only:
        assert due.astimezone(ENGLAND).weekday() < 5


def test_what_goes_round_falls_on_round_times():
    now = datetime(2017, 3, 9, 17, 4, 59, tzinfo=UTC)
    assert SEND_DUE.last_due(now) == datetime(2017, 3, 9, 17, 0, tzinfo=UTC)


def test_a_timetable_changes_those_it_names_and_keeps_the_order():
    own = timetable({"chase": "at 08:30"})
    assert [tick.name for tick in own] == [tick.name for tick in TICKS]
    assert [tick.at for tick in own if tick != CHASE and tick.name == "chase"] == [time(8, 30)]
    assert timetable({}) == TICKS


@pytest.mark.parametrize("own", [{"chaise": "at 08:30"}, {"chase": 5}, "at 08:30"])
def test_a_timetable_of_something_else_is_refused(own):
    with pytest.raises(ValueError, match=r"chase|at 08:30"):
        timetable(own)
