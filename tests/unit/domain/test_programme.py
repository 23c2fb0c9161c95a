"""QEG's year plan says beforehand what will not go well."""

from datetime import date

import pytest

from audits.domain.errors import UserError
from audits.domain.programme import Opening, PlannedAudit, days_of_year, warnings_for
from audits.domain.working_days import WorkingCalendar


# England's bank holidays in spring 2017, from gov.uk.
HOLIDAYS = {date(2017, 4, 14), date(2017, 4, 17), date(2017, 5, 1), date(2017, 5, 29)}
CALENDAR = WorkingCalendar(lambda day: day in HOLIDAYS)
MAY = [date(2017, 5, 2), date(2017, 5, 3), date(2017, 5, 4)]


def an_opening(kind="visits", opens=MAY[0], due=date(2017, 5, 10), **how) -> Opening:
    how = {"ref": f"{kind}-{opens}", "agencies": ("police",), **how}
    return Opening(kind, opens=opens, due=due, **how)


def warned(openings, today=date(2017, 4, 1), **names):
    return warnings_for(openings, CALENDAR, today, names)


def test_a_year_runs_from_april_to_march():
    assert days_of_year("2016/17") == (date(2016, 4, 1), date(2017, 3, 31))
    assert days_of_year("1999/00") == (date(1999, 4, 1), date(2000, 3, 31))


@pytest.mark.parametrize("year", ["2016", "2016-17", "2016/18", "16/17", "2016/2017", ""])
def test_a_year_that_is_written_otherwise_is_refused(year):
    with pytest.raises(UserError, match=r"Write it as 2016/17\."):
        days_of_year(year)


def test_a_month_opens_on_its_first_working_day():
    assert PlannedAudit("a", month=date(2017, 5, 1)).opens(CALENDAR) == date(2017, 5, 2)
    assert PlannedAudit("a", on=date(2017, 5, 1)).opens(CALENDAR) == date(2017, 5, 1)
    assert PlannedAudit("a").opens(CALENDAR) is None


def test_three_audits_on_one_agency_in_one_month_are_too_many():
    three = [an_opening(kind, day) for kind, day in zip("abc", MAY, strict=True)]
    (warning,) = warned(three)
    assert warning == "May 2017: 3 audits land on police (a, b, c). Move one."
    assert warned(three[:2]) == ()
    other = an_opening("d", MAY[0], agencies=("health",))
    assert warned([*three[:2], other]) == ()


def test_an_audit_due_on_the_day_of_the_weekly_work_is_named():
    weekly = an_opening("weekly", date(2017, 5, 9), is_routine=True, agencies=("police", "health"))
    (warning,) = warned([an_opening(), weekly])
    assert warning == (
        "visits is due back on Wednesday 10 May 2017, the day weekly is due: police return both."
    )
    assert warned([an_opening(agencies=("school",)), weekly]) == ()


def test_bank_holidays_are_named_and_weekends_are_not():
    over = an_opening(opens=date(2017, 4, 13), due=date(2017, 4, 18))
    (warning,) = warned([over])
    assert warning == (
        "visits of Thursday 13 April 2017 is out over Friday 14 April 2017 and "
        "Monday 17 April 2017: due on Tuesday 18 April 2017."
    )
    sunday = an_opening(opens=date(2017, 5, 7))
    assert warned([sunday]) == ("visits opens on Sunday 7 May 2017, which is no working day.",)


def test_two_days_of_one_cycle_are_named():
    twice = [an_opening(ref="V-2017"), an_opening(opens=MAY[1], ref="V-2017")]
    (warning,) = warned(twice)
    assert "which is one cycle, V-2017: the second opens nothing." in warning


def test_agencies_are_called_by_their_names():
    names = {"police": "Midshire Police", "children": "Children's Services"}
    three = [an_opening(kind, day) for kind, day in zip("abc", MAY, strict=True)]
    (warning,) = warned(three, **names)
    assert "3 audits land on Midshire Police (a, b, c)" in warning
    both = ("police", "children", "early_help")
    weekly = an_opening("weekly", date(2017, 5, 9), is_routine=True, agencies=both)
    (warning,) = warned([an_opening(agencies=both), weekly], **names)
    assert "Midshire Police, Children's Services, early help return both." in warning


def test_nothing_is_said_of_what_is_past():
    over = an_opening(opens=date(2017, 4, 13), due=date(2017, 4, 18))
    assert warned([over], date(2017, 4, 17)) == (
        "visits of Thursday 13 April 2017 is out over Monday 17 April 2017: "
        "due on Tuesday 18 April 2017.",
    )
    assert warned([over], date(2017, 4, 18)) == ()
    sunday = an_opening(opens=date(2017, 5, 7))
    assert warned([sunday], date(2017, 5, 8)) == ()
    three = [an_opening(kind, day) for kind, day in zip("abc", MAY, strict=True)]
    assert len(warned(three, date(2017, 5, 31))) == 1
    assert warned(three, date(2017, 6, 1)) == ()
    weekly = an_opening("weekly", date(2017, 5, 9), is_routine=True)
    assert len(warned([an_opening(), weekly], date(2017, 5, 10))) == 1
    assert warned([an_opening(), weekly], date(2017, 5, 11)) == ()
    twice = [an_opening(ref="V-2017"), an_opening(opens=MAY[1], ref="V-2017")]
    assert warned(twice, date(2017, 5, 4)) == ()
