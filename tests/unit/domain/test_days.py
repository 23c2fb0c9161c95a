"""Days and moments in words: England's, whatever zone a moment is kept in."""

from datetime import UTC, date, datetime

import pytest

from audits.domain.days import moment_in_words, weekday_in_words


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        # British Summer Time began on 26 March 2017 at 01:00 UTC.
        (datetime(2017, 3, 26, 0, 59, 59, tzinfo=UTC), "26 March 2017, 00:59"),
        (datetime(2017, 3, 26, 1, 0, tzinfo=UTC), "26 March 2017, 02:00"),
        (datetime(2017, 6, 30, 23, 5, 0, 999999, tzinfo=UTC), "1 July 2017, 00:05"),
        (datetime(2017, 12, 31, 23, 59, tzinfo=UTC), "31 December 2017, 23:59"),
    ],
)
def test_a_moment_is_shown_to_the_minute_on_englands_clock(kept, shown):
    assert moment_in_words(kept) == shown


def test_a_day_may_stand_with_its_weekday():
    assert weekday_in_words(date(2017, 3, 9)) == "Thursday 9 March 2017"
