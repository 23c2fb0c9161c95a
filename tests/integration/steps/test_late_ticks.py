"""When a tick is late, and when it is silent: by the clock, or by working days and office hours.

March 2017 has no bank holiday; Good Friday is 14 April, Easter Monday the 17th.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from audits.domain.ticks import CHASE, COLLECT_RETURNS, OPEN_MISSED, REVIEW_ACTIONS, SEND_DUE, TICKS
from audits.queries.engine.lateness import is_late, is_silent


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2017, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tick", "since", "on_time", "late"),
    [
        (SEND_DUE, at(9, 10), at(9, 10, 14), at(9, 10, 15)),
        (SEND_DUE, at(11, 3), at(11, 3, 14), at(11, 3, 15)),  # a Saturday night: it runs then too
        (COLLECT_RETURNS, at(9, 10), at(9, 10, 44), at(9, 10, 45)),
        (OPEN_MISSED, at(9, 10), at(9, 12, 59), at(9, 13)),
        (CHASE, at(6, 9), at(9, 8, 59), at(9, 9)),  # Monday to Thursday
        (CHASE, at(9, 9), at(14, 8, 59), at(14, 9)),  # Thursday to Tuesday, over a weekend
        (REVIEW_ACTIONS, at(12, 6, 0, 4), at(19, 5, 59, 4), at(19, 6, 0, 4)),  # over Easter
    ],
)
def test_a_tick_is_late_once_three_of_its_periods_are_missed(tick, since, on_time, late, calendar):
    assert not is_late(tick, since, on_time, calendar)
    assert is_late(tick, since, late, calendar)


@pytest.mark.parametrize(
    ("tick", "since", "heard", "silent"),
    [
        (SEND_DUE, at(9, 10), at(9, 10, 59), at(9, 11)),
        (SEND_DUE, at(9, 16, 30), at(10, 9, 29), at(10, 9, 30)),  # the office sleeps at night
        (SEND_DUE, at(10, 17), at(13, 9, 59), at(13, 10)),  # and on Saturday and Sunday
        (COLLECT_RETURNS, at(13, 17, 0, 4), at(18, 8, 59, 4), at(18, 9, 0, 4)),  # Easter, in BST
        (OPEN_MISSED, at(9, 10), at(9, 11, 59), at(9, 12)),  # an hour from when it was due again
        (CHASE, at(9, 9), at(10, 9, 59), at(10, 10)),
        (REVIEW_ACTIONS, at(9, 7), at(10, 9, 59), at(10, 10)),
    ],
)
def test_a_tick_is_silent_after_an_hour_of_office_hours(tick, since, heard, silent, calendar):
    assert not is_silent(tick, since, heard, calendar)
    assert is_silent(tick, since, silent, calendar)


@given(
    tick=st.sampled_from(TICKS),
    since=st.integers(0, 365 * 24 * 60).map(lambda n: at(1, 0, 0, 1) + timedelta(minutes=n)),
    steps=st.lists(st.integers(0, 60 * 24 * 5), min_size=2, max_size=2).map(sorted),
)
def test_whoever_is_late_or_silent_stays_so_until_it_runs(calendar, tick, since, steps):
    sooner, later = (since + timedelta(minutes=each) for each in steps)
    for rule in (is_late, is_silent):
        assert rule(tick, since, later, calendar) >= rule(tick, since, sooner, calendar)
