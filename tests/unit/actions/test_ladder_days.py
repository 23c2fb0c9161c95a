"""The ladder of returns over holidays and changes of the clock, its days counted by hand.

Bank holidays of England and Wales as https://www.gov.uk/bank-holidays lists them. 2026: 3 April,
6 April, 4 May, 25 May, 31 August, 25 December, and 28 December for Boxing Day, which is a Saturday.
2027: 1 January, 26 March, 29 March, 3 May, 31 May, 30 August, and 27 and 28 December for Christmas
Day and Boxing Day, a Saturday and a Sunday. 2028: 3 January for New Year's Day, a Saturday.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from audits.actions import Rung, due_rung
from audits.domain.ladder import Addressee, Escalation
from audits.domain.working_days import WorkingCalendar
from audits.wiring import is_bank_holiday


LONDON = ZoneInfo("Europe/London")
REMIND = (-1, 0, 2)
ESCALATE = (
    Escalation(5, Addressee.DEPUTY),
    Escalation(7, Addressee.QEG_MEMBER),
    Escalation(10, Addressee.CHAIR),
)
STEPS = ("reminder-0", "reminder-1", "reminder-2", "escalation-0", "escalation-1", "escalation-2")
# From a deadline: the day of each rung, -1, 0, 2, 5, 7 and 10 working days on.
LADDERS = {
    # 23 and 24 December; 25 to 28 nobody works; 29, 30, 31; New Year; 4, 5, 6, 7, 8 January.
    "Christmas 2026": ("2026-12-22", "2026-12-21", "2026-12-22", "2026-12-24", "2026-12-31",
                       "2027-01-05", "2027-01-08"),
    # 24 December; 25 to 28 nobody works; 29, 30, 31; 1 to 3 January; 4, 5, 6, 7, then 10 and 11.
    "Christmas 2027": ("2027-12-23", "2027-12-22", "2027-12-23", "2027-12-29", "2028-01-04",
                       "2028-01-06", "2028-01-11"),
    # Good Friday is 3 April; 7, 8, 9, 10; 13 is the fifth; 15 the seventh; 20 the tenth.
    "Easter 2026": ("2026-04-02", "2026-04-01", "2026-04-02", "2026-04-08", "2026-04-13",
                    "2026-04-15", "2026-04-20"),
    # The clocks go forward on Easter Sunday, 28 March; 30, 31; 1, 2 April; 5; 6, 7; 8, 9, 12.
    "Easter 2027, with the clocks": ("2027-03-25", "2027-03-24", "2027-03-25", "2027-03-31",
                                     "2027-04-05", "2027-04-07", "2027-04-12"),
    # Forward on 29 March; 30, 31; 1, 2 April; Easter; 7 is the fifth; 8, 9; 10, 13, 14.
    "Clocks forward 2026": ("2026-03-27", "2026-03-26", "2026-03-27", "2026-03-31", "2026-04-07",
                            "2026-04-09", "2026-04-14"),
    # Back on 25 October; 23, 26, 27, 28, 29; 30, 2 November; 3, 4, 5.
    "Clocks back 2026": ("2026-10-22", "2026-10-21", "2026-10-22", "2026-10-26", "2026-10-29",
                         "2026-11-02", "2026-11-05"),
    # Back on 31 October; 29; 1, 2, 3, 4; 5, 8; 9, 10, 11.
    "Clocks back 2027": ("2027-10-28", "2027-10-27", "2027-10-28", "2027-11-01", "2027-11-04",
                         "2027-11-08", "2027-11-11"),
}  # fmt: skip


def rung_at(deadline: str, now: datetime) -> Rung | None:
    due = datetime.combine(date.fromisoformat(deadline), time(17), LONDON)
    calendar = WorkingCalendar(is_bank_holiday())
    return due_rung(due, now, remind=REMIND, escalate=ESCALATE, calendar=calendar)


@pytest.mark.parametrize("name", LADDERS)
def test_each_rung_begins_with_its_day_and_not_a_minute_before(name: str) -> None:
    deadline, *days = LADDERS[name]
    before = None
    for day, step in zip(days, STEPS, strict=True):
        midnight = datetime.combine(date.fromisoformat(day), time(0), LONDON).astimezone(UTC)
        early = rung_at(deadline, midnight - timedelta(minutes=1))
        assert (early.step if early else None) == before, f"the minute before {day}"
        found = rung_at(deadline, midnight)
        assert found is not None
        assert (found.step, found.day.isoformat()) == (step, day)
        before = step


def test_midnight_is_an_hour_earlier_by_utc_once_the_clocks_have_gone_forward() -> None:
    # The deputy's rung after Easter 2027 is on Monday 5 April: 23:00 UTC on the Sunday.
    found = rung_at("2027-03-25", datetime(2027, 4, 4, 23, 0, tzinfo=UTC))
    assert found is not None
    assert found.to is Addressee.DEPUTY
    earlier = rung_at("2027-03-25", datetime(2027, 4, 4, 22, 59, tzinfo=UTC))
    assert earlier is not None
    assert earlier.to is Addressee.UNIT
