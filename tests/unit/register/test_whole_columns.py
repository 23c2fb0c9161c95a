"""A column is judged as a whole: which comes first, in which zone, from when, in what letters."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from builders.registers.files import as_xls, csv_source
from builders.registers.people import SECRETS
from builders.registers.reading import codes, orders_offered, read, refused, units_of
from builders.registers.suppliers import contact, liquidlogic
from builders.registers.whole_columns import (
    book_of,
    dated,
    days,
    midnight_in_utc,
    month_first,
    of_sql_server,
    since_1904,
    turned_by_excel,
    with_sept,
    written,
)
from hypothesis import given, strategies as st

from audits.register import (
    ALL,
    Order,
    RegisterLoad,
    Source,
    read_profile,
    write_profile,
)
from audits.register.times import times_in
from audits.register.wall_clock import in_england, of_24_hours


SUMMER = days(6, date(2017, 6, 5))
MIXED = ["13/02/2017", "02/14/2017", "01/02/2017"]


def on(found: RegisterLoad) -> list[date]:
    return sorted(each.occurred_on for each in units_of(found))


@pytest.mark.parametrize(
    "form",
    [
        with_sept, of_sql_server, "{:%Y/%m/%d}".format, "{:%Y.%m.%d}".format, "{:%d %B %Y}".format,
        "{:%B %d, %Y}".format, "{:%a %b %d %Y} 00:00:00 GMT+0100 (British Summer Time)".format,
        "{:%d-%B-%Y}".format, "{:%d/%b/%Y}".format, "{:%d/%m/%y}".format, "{:%Y%m%d}".format,
        "{:%d %b. %Y}".format, "{:%Y-%m-%d}+01:00".format, "{:%d/%m/%Y} 12:00:00 AM".format,
    ],
    ids=lambda form: getattr(form, "__name__", "") if form in (with_sept, of_sql_server)
    else form(date(2017, 9, 1)),
)  # fmt: skip
def test_a_day_is_read_however_a_system_writes_it(form):
    wanted = days(30, date(2017, 8, 20))
    assert on(read(written(wanted, form))) == wanted


def test_midnights_of_summer_in_utc_are_the_day_in_england_and_it_is_said():
    found = read(written(SUMMER, midnight_in_utc))
    assert on(found) == SUMMER
    assert "zone" in codes(found)
    assert "6 change days" in found.report.readings["Date of Contact"]


MOMENTS = st.lists(
    st.datetimes(datetime(2015, 1, 1), datetime(2019, 12, 31)),  # noqa: DTZ001 -- a zone is added
    min_size=1,
    max_size=40,
)


@given(MOMENTS, st.sampled_from([0, 60, 330, -480]))
def test_a_moment_of_any_zone_is_what_a_clock_in_england_shows(moments, minutes):
    zone = timezone(timedelta(minutes=minutes))
    there = [each.replace(microsecond=0, tzinfo=zone) for each in moments]
    shown, is_other = in_england(pl.Series("on", [each.isoformat() for each in there]))
    here = [each.astimezone(ZoneInfo("Europe/London")) for each in there]
    assert shown.to_list() == [f"{each:%Y-%m-%d %H:%M:%S}" for each in here]
    assert is_other.to_list() == [a.date() != b.date() for a, b in zip(here, there, strict=True)]


@given(MOMENTS)
def test_am_and_pm_are_the_time_that_they_are(moments):
    said = pl.Series("on", [f"{each:%d/%m/%Y %I:%M:%S %p}" for each in moments])
    at = times_in(of_24_hours(said)).to_list()
    wanted = [each.time().replace(microsecond=0) for each in moments]
    midnight = datetime.min.time()
    assert at == [None if each == midnight else each for each in wanted]


def test_an_american_column_is_blocked_until_a_person_says_which():
    source = written(days(28), month_first)
    said = refused(source)
    for part in ("'Date of Contact' in export.csv", "row 14, '02/13/2017'", "row 2, '02/01/2017'",
                 "16", "11"):  # fmt: skip
        assert part in said
    offered = orders_offered(source)
    assert offered[:2] == ["received_on=month-first", "received_on=day-first"]
    assert offered[-2:] == ["month-first", "day-first"]
    assert not any(secret in said for secret in SECRETS)
    found = read(source, {ALL: Order.MONTH_FIRST})
    assert on(found) == days(28)
    assert found.profile.dates == {ALL: Order.MONTH_FIRST}
    assert on(read(source, profile=read_profile(write_profile(found.profile)))) == days(28)


def test_every_column_that_contradicts_is_named_at_once_with_what_to_say():
    received, closed, born = "02/14/2017", "02/15/2017", "12/31/2009"
    rows = [contact(n, received=received, closed=closed, born=born) for n in (1, 2)]
    source = csv_source(liquidlogic(*rows))
    said, offered = refused(source), orders_offered(source)
    head, *lines = said.splitlines()
    assert head == "3 columns of days must be settled before it is read:"
    for heading, name in (
        ("Date of Contact", "received_on"), ("Date Closed", "closed_on"), ("D.O.B.", "born"),
    ):  # fmt: skip
        [line] = [each for each in lines if f"'{heading}' in" in each]
        assert "2 (row 2" in line
        assert {f"{name}=month-first", f"{name}=day-first"} <= set(offered)
    assert offered[-2:] == ["month-first", "day-first"]
    assert born not in said


def test_a_single_day_that_contradicts_the_others_is_asked_about_too():
    source = csv_source(dated(["03/13/2017", "02/03/2017", "03/03/2017"]))
    assert "row 2, '03/13/2017'" in refused(source)
    found = read(source, {"received_on": Order.DAY_FIRST, "closed_on": Order.DAY_FIRST})
    assert (found.report.rejected, found.report.units) == (1, 2)
    assert "unread_days" in codes(found)


def test_a_column_that_says_both_names_a_row_of_each():
    said = refused(csv_source(dated(MIXED)))
    assert "row 3, '02/14/2017'" in said
    assert "row 2, '13/02/2017'" in said


def test_what_was_said_of_all_does_not_turn_a_column_that_contradicts_it():
    source = written(days(28), "{:%d/%m/%Y}".format)
    offered = orders_offered(source, dates={ALL: Order.MONTH_FIRST})
    assert offered == ["received_on=day-first", "closed_on=day-first"]


def test_days_to_come_show_a_week_in_america():
    week = days(5, date(2017, 3, 4))
    assert "can be read two ways" in refused(written(week, month_first), today=date(2017, 3, 9))
    assert on(read(written(week, month_first), {ALL: Order.MONTH_FIRST})) == week


def test_a_birthday_is_not_quoted():
    table = liquidlogic(contact(1, born="12/31/2009"), contact(2, born="01/02/2010"))
    said = refused(csv_source(table))
    assert "'D.O.B.'" in said
    assert "row 2" in said
    assert "2009" not in said


def test_where_nothing_shows_the_order_the_day_is_first_and_it_is_said():
    found = read(written(days(5, date(2017, 3, 4)), "{:%d/%m/%Y}".format))
    assert on(found) == days(5, date(2017, 3, 4))
    [said] = [each.message for each in found.report.warnings if each.code == "order_unknown"]
    assert "the day was taken to be first" in said


def test_a_column_that_shows_nothing_is_read_as_its_neighbours():
    rows = [
        contact(n, born="", received=f"0{n}/0{n + 1}/2017", closed=f"03/1{n + 2}/2017")
        for n in (1, 2)
    ]
    found = read(csv_source(liquidlogic(*rows)), {"closed_on": Order.MONTH_FIRST})
    assert found.units["opened_on"].to_list() == ["2017-01-02", "2017-02-03"]


def test_days_that_a_spreadsheet_turned_round_are_refused():
    said = refused(turned_by_excel(), dates={ALL: Order.MONTH_FIRST})
    assert "turned round by a spreadsheet program" in said
    assert "'02/13/2017'" in said


def test_a_plain_workbook_of_days_needs_no_order():
    found = read(Source("export.xlsx", book_of(days(28))))
    assert on(found) == days(28)
    assert not found.report.readings


@pytest.mark.parametrize("save", [bytes, as_xls], ids=["xlsx", "xls by LibreOffice"])
def test_a_workbook_that_counts_from_1904_is_read_on_its_days(save):
    wanted = days(28)
    found = read(Source("export.xlsx", save(since_1904(wanted))))
    assert on(found) == wanted
    assert found.units["opened_on"].to_list() == [day.isoformat() for day in wanted]


def test_a_profile_that_names_no_column_of_days_is_refused():
    said = refused(written(days(3), str), dates={"outcome": Order.DAY_FIRST})
    assert "'outcome' is no column of days" in said


def test_years_of_two_digits_in_front_are_not_taken_for_days():
    source = written(days(28), "{:%y/%m/%d}".format)
    said = refused(source)
    assert "years of two digits in front" in said
    assert "'17/02/" in said
    found = read(source, dict.fromkeys(("received_on", "closed_on"), Order.DAY_FIRST))
    assert date(2001, 2, 17) in on(found)


def test_years_of_two_digits_behind_are_read():
    assert on(read(written(days(28), "{:%d/%m/%y}".format))) == days(28)
