"""Working hours to a decision, with open cases counted, against scipy's Kaplan-Meier."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from audits.domain.working_days import WorkingCalendar
from audits.statistics import (
    InTarget,
    Wait,
    centile_in_words,
    shares_in_target,
    waiting_centile,
    working_hours,
)
from audits.statistics.waiting import still_waiting
from audits.wiring import is_bank_holiday


GOOD_FRIDAY, EASTER_MONDAY = date(2017, 4, 14), date(2017, 4, 17)
CALENDAR = WorkingCalendar(is_holiday={GOOD_FRIDAY, EASTER_MONDAY}.__contains__)
waits = st.lists(st.builds(Wait, st.integers(0, 30).map(float), st.booleans()), max_size=40)


@given(waits)
@settings(deadline=None, max_examples=150)
def test_the_share_still_waiting_is_kaplan_and_meier_s(some: list[Wait]) -> None:
    found = dict(still_waiting(some))
    decided = [wait.hours for wait in some if not wait.still_open]
    if not decided:
        assert found == {}
        return
    still_open = [wait.hours for wait in some if wait.still_open]
    data = stats.CensoredData(uncensored=decided, right=still_open)
    theirs = stats.ecdf(data).sf
    assert all(found[h] == pytest.approx(float(theirs.evaluate(h))) for h in found)


@given(waits, st.sampled_from([0.5, 0.9]))
@settings(deadline=None, max_examples=150)
def test_without_open_cases_it_is_the_ordinary_centile(some: list[Wait], share: float) -> None:
    hours = sorted(wait.hours for wait in some)
    decided = [Wait(hour) for hour in hours]
    expected = hours[math.ceil(share * len(hours) - 1e-9) - 1] if hours else None
    assert waiting_centile(decided, share) == expected


def test_an_open_case_lengthens_the_wait_that_dropping_it_would_shorten() -> None:
    some = [Wait(2), Wait(4), Wait(6), Wait(30, still_open=True)]
    assert waiting_centile(some) == 4
    assert waiting_centile(some, 0.9) is None
    assert waiting_centile(some[:3], 0.9) == 6


def test_each_result_is_said_in_words() -> None:
    some = [Wait(2), Wait(4), Wait(6), Wait(30, still_open=True)]
    assert centile_in_words(some) == "Half were decided within 4 working hours."
    assert centile_in_words(some[:3], 0.9) == "9 in ten were decided within 6 working hours."
    assert centile_in_words(some, 0.9) == (
        "Not yet known when 9 in ten are decided: 1 of 4 are still open."
    )
    assert centile_in_words([]) == "No case waited for a decision."


def test_targets_are_counted_by_the_rating_on_arrival_and_by_the_last() -> None:
    some = [
        Wait(3, initial="red", final="red"),
        Wait(20, initial="red", final="amber"),
        Wait(5, still_open=True, initial="red", final="red"),
        Wait(2, still_open=True, initial="amber", final="amber"),
    ]
    targets = {"red": 4, "amber": 24}
    assert shares_in_target(some, targets, by="initial") == (
        InTarget("red", 4, met=1, missed=2, not_yet_known=0),
        InTarget("amber", 24, met=0, missed=0, not_yet_known=1),
    )
    assert shares_in_target(some, targets, by="final") == (
        InTarget("red", 4, met=1, missed=1, not_yet_known=0),
        InTarget("amber", 24, met=1, missed=0, not_yet_known=1),
    )


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2017-03-09T10:00", "2017-03-09T14:30", 4.5),
        ("2017-03-09T16:00", "2017-03-10T10:00", 2),
        ("2017-03-10T16:00", "2017-03-13T10:00", 2),  # over a weekend
        ("2017-04-13T16:00", "2017-04-18T10:00", 2),  # over Easter
        ("2017-03-24T16:30", "2017-03-27T09:00", 0.5),  # the clocks go forward on the Sunday
        ("2017-03-11T10:00", "2017-03-12T10:00", 0),
        ("2017-03-09T03:00", "2017-03-09T23:00", 8),
    ],
)
def test_only_hours_at_work_count(start: str, end: str, hours: float) -> None:
    zone = CALENDAR.zone
    instants = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (start, end))
    assert working_hours(*instants, CALENDAR) == hours


def test_no_more_days_are_looked_at_than_are_needed_for_the_hours_that_count() -> None:
    asked: list[date] = []
    calendar = WorkingCalendar(is_holiday=lambda day: bool(asked.append(day)))
    start = datetime(2007, 3, 9, 16, tzinfo=UTC)  # a Friday, an hour before the close
    end = datetime(2017, 3, 9, 12, tzinfo=UTC)
    assert working_hours(start, end, calendar, most=9) == 9
    assert asked == [date(2007, 3, 9), date(2007, 3, 12)]
    assert working_hours(start, start + timedelta(hours=1), calendar, most=9) == 1


def test_summer_time_is_the_wall_clock_s() -> None:
    start = datetime(2017, 7, 3, 8, 0, tzinfo=UTC)  # nine o'clock in London
    assert working_hours(start, start + timedelta(hours=1), CALENDAR) == 1


def test_instants_out_of_order_or_without_a_zone_are_refused() -> None:
    noon = datetime(2017, 3, 9, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="in order"):
        working_hours(noon, noon - timedelta(hours=1), CALENDAR)
    with pytest.raises(ValueError, match="with a zone"):
        working_hours(noon.replace(tzinfo=None), noon, CALENDAR)


@pytest.mark.parametrize("hours", [-1, math.nan, math.inf])
def test_hours_that_cannot_be_are_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="cannot have waited"):
        Wait(hours)


@pytest.mark.parametrize("share", [0, 1, 90])
def test_a_centile_lies_between_nought_and_one(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        waiting_centile([], share)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2017-03-24T16:00", "2017-03-27T10:00", 2),  # clocks forward on Sunday 26 March 2017
        ("2017-10-27T16:00", "2017-10-30T10:00", 2),  # and back on Sunday 29 October 2017
        ("2017-04-13T09:00", "2017-04-18T17:00", 16),  # Good Friday and Easter Monday between
        ("2016-12-23T16:00", "2016-12-28T10:00", 2),  # Christmas Day's substitute is Tuesday 27
    ],
)
def test_hours_with_the_kept_bank_holidays_are_those_counted_by_hand(start, end, hours) -> None:
    england = WorkingCalendar(is_bank_holiday())
    instants = (datetime.fromisoformat(text).replace(tzinfo=england.zone) for text in (start, end))
    assert working_hours(*instants, england) == hours


def test_an_office_that_opens_earlier_and_shuts_later_counts_more() -> None:
    long = replace(CALENDAR, start_of_day=time(8, 30), close_of_day=time(18, 0))
    day = datetime(2017, 3, 9, tzinfo=CALENDAR.zone)
    assert working_hours(day, day + timedelta(days=1), long) == 9.5


INSTANT = st.datetimes(datetime(2017, 3, 1), datetime(2017, 11, 30)).map(  # noqa: DTZ001 -- given a zone next
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)


@given(st.tuples(INSTANT, INSTANT, INSTANT).map(sorted))
@settings(deadline=None)
def test_hours_are_added_over_a_cut_never_negative_and_never_shrink(instants) -> None:
    start, cut, end = instants
    before, after, whole = (
        working_hours(*pair, CALENDAR) for pair in ((start, cut), (cut, end), (start, end))
    )
    assert whole == pytest.approx(before + after)
    assert 0 <= before <= whole
    assert 0 <= after <= whole
