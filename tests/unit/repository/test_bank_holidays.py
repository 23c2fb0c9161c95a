"""Deadlines depend on bank holidays that others keep: notice in time when they are missing."""

from datetime import date, timedelta

import holidays
import pytest

from audits.domain.clock import system_clock


# As published by the government for England and Wales.
KNOWN = {
    2017: ["01-02", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
    2022: [
        "01-03",
        "04-15",
        "04-18",
        "05-02",
        "06-02",
        "06-03",
        "08-29",
        "09-19",
        "12-26",
        "12-27",
    ],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


def weekday_holidays(calendar, year):
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [d for d in days if d.year == year and d.weekday() < 5 and calendar.is_holiday(d)]


@pytest.mark.parametrize("year", KNOWN)
def test_the_calendar_holds_the_published_bank_holidays(calendar, year):
    assert [f"{d:%m-%d}" for d in weekday_holidays(calendar, year)] == KNOWN[year]


def test_next_years_bank_holidays_are_there(calendar):
    next_year = system_clock().year + 1
    assert len(weekday_holidays(calendar, next_year)) >= 8


def test_the_kept_library_names_the_easter_of_a_far_year():
    england = holidays.country_holidays("GB", subdiv="ENG")
    assert date(2035, 3, 23) in england  # Good Friday: Easter Sunday 2035 is 25 March
