"""A register keeps the time of day where its source gives one, and makes none of a bare date."""

from datetime import date, datetime, time

import polars as pl
import pytest
from builders.registers.files import csv_source, xlsx_source
from builders.registers.reading import SHAPES, load
from builders.registers.suppliers import contact, liquidlogic
from hypothesis import given, strategies as st

from audits.domain.errors import RegisterError
from audits.domain.remedies import Remedy, Verb
from audits.register import (
    Moments,
    Profile,
    Source,
    clock_name,
    export_register,
    moments_in,
    propose,
    read_profile,
    remedies_for,
    store_register,
    write_profile,
)
from audits.register.clock_columns import joined
from audits.register.times import times_in
from audits.register.wall_clock import of_24_hours


MARCH_1 = date(2017, 3, 1)


def kept(source, profile=None):
    """Return the moments of each contact as they come out of the sealed rows."""
    stored = store_register(
        load(source, "mash_contacts", profile), lambda ids: [each.encode() for each in ids]
    )
    return moments_in(stored.rows, SHAPES["mash_contacts"])


def says(found):
    return [each.message for each in found.report.warnings if each.code == "times"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("01/03/2017 09:15", time(9, 15)),
        ("01/03/2017 9:15", time(9, 15)),
        ("2017-03-01T23:59:59", time(23, 59, 59)),
        ("2017-03-01 16:05:00.000", time(16, 5)),
        ("1 Mar 2017 16:05\u00a0", time(16, 5)),
        ("01/03/2017", None),
        ("01/03/2017 00:00", None),
        ("2017-03-01 00:00:00", None),
        ("01/03/2017 25:10", None),
        ("01/03/2017 1:05 pm", None),
        ("2017-03-01T09:15:00Z", None),
        ("2017-03-01T09:15:00+01:00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_kept_only_where_it_is_certain(text, at):
    assert times_in(pl.Series("on", [text], dtype=pl.String)).to_list() == [at]


@pytest.mark.parametrize(
    "written",
    [
        lambda on, to: xlsx_source({"Contacts": liquidlogic(contact(1, received=on, closed=to))}),
        lambda on, to: csv_source(
            liquidlogic(contact(1, received=f"{on:%d/%m/%Y %H:%M}", closed=f"{to:%d/%m/%Y %H:%M}"))
        ),
        lambda on, to: csv_source(
            liquidlogic(contact(1, received=on.isoformat(), closed=to.isoformat()))
        ),
    ],
    ids=["workbook", "UK CSV", "ISO CSV"],
)
def test_times_of_a_workbook_and_of_a_csv_are_kept(written):
    on, to = datetime(2017, 3, 1, 9, 15), datetime(2017, 3, 2, 16, 40)  # noqa: DTZ001 -- a wall clock
    assert kept(written(on, to)) == (Moments(MARCH_1, on, to, is_open=False),)


def test_a_bare_date_of_a_workbook_stays_one():
    source = xlsx_source({"Contacts": liquidlogic(contact(1, received=MARCH_1, closed=MARCH_1))})
    assert kept(source) == ()
    assert "T00" not in export_register(load(source, "mash_contacts")).decode()


def test_of_two_rows_of_a_contact_the_one_with_a_time_is_believed():
    rows = [
        contact(1, contact="C1", received="01/03/2017", closed=""),
        contact(2, contact="C1", received="01/03/2017 09:15", closed=""),
        contact(3, contact="C2", received="01/03/2017", closed="01/03/2017 12:00"),
    ]
    one, other = kept(csv_source(liquidlogic(*rows)))
    assert (one.came, one.settled, one.is_open) == (datetime(2017, 3, 1, 9, 15), None, True)  # noqa: DTZ001 -- a wall clock
    assert (other.came, other.is_open) == (None, False)


def test_a_decision_in_the_future_is_left_out_with_its_time():
    source = csv_source(
        liquidlogic(
            contact(1, received="01/03/2017 09:15", closed="31/12/2017 10:00"),
            contact(2, received="01/03/2017 09:15", closed="01/03/2017 10:00"),
        )
    )
    assert [(each.is_open, each.settled is None) for each in kept(source)] == [
        (True, True),
        (False, False),
    ]
    assert "2017-12-31" not in export_register(load(source, "mash_contacts")).decode()


def test_the_report_says_how_many_rows_had_a_time():
    rows = [
        contact(1, received="01/03/2017 09:15", closed="02/03/2017"),
        contact(2, received="01/03/2017", closed=""),
    ]
    assert says(load(csv_source(liquidlogic(*rows)), "mash_contacts")) == [
        "1 of 2 rows with the day it was received give a time of day with it.",
        "0 of 1 row with the day it was decided give a time of day with it.",
    ]


def test_other_registers_keep_days():
    stored = store_register(
        load(csv_source(liquidlogic(contact(1))), "mash_contacts"), lambda ids: [b""] * len(ids)
    )
    assert moments_in(stored.rows, SHAPES["child_protection_plans"]) == ()


def test_the_export_keeps_the_times():
    rows = [
        contact(1, received="01/03/2017 9:15", closed="2017-03-02 16:40:30"),
        contact(2, received="01/03/2017 00:00", closed=""),
    ]
    found = load(csv_source(liquidlogic(*rows)), "mash_contacts")
    exported = export_register(found)
    assert b"2017-03-01T09:15:00" in exported
    assert b"2017-03-02T16:40:30" in exported
    again = load(Source("export.csv", exported), "mash_contacts")
    assert export_register(again) == exported
    assert says(again) == says(found)


def apart(*rows):
    """Return a table of contacts whose times of day stand in columns of their own."""
    day = [{**row, "received": row["received"][0], "closed": row["closed"][0]} for row in rows]
    head, *lines = liquidlogic(*day)
    times = [(row["received"][1], row["closed"][1]) for row in rows]
    return [
        [*head, "Time of Contact", "Time Closed"],
        *([*line, *at] for line, at in zip(lines, times, strict=True)),
    ]


def matched(source):
    """Return the profile that somebody saves who takes what is proposed."""
    proposed = propose(source, SHAPES["mash_contacts"])
    found = {p.column.name: (p.heading,) for p in proposed.proposals if p.heading}
    clocks = {day: found.pop(clock_name(day)) for day in ("received_on", "closed_on")}
    profile = Profile(shape="mash_contacts", columns=found, times=clocks)
    assert read_profile(write_profile(profile)) == profile
    return profile


RECEIVED, CLOSED = datetime(2017, 3, 1, 9, 15), datetime(2017, 3, 2, 16, 40)  # noqa: DTZ001 -- a wall clock


@pytest.mark.parametrize(
    "source",
    [
        xlsx_source({"Contacts": apart(
            contact(1, received=(RECEIVED.date(), RECEIVED.time()),
                    closed=(CLOSED.date(), CLOSED.time()))
        )}),
        csv_source(apart(
            contact(1, received=("01/03/2017", "9:15 am"), closed=("2 March 2017", "4.40pm"))
        )),
        csv_source(apart(
            contact(1, received=("01/03/2017 00:00", "09:15:00"), closed=("02/03/2017", "16:40"))
        )),
    ],
    ids=["workbook", "am and pm", "midnight and seconds"],
)  # fmt: skip
def test_a_time_in_a_column_of_its_own_is_joined_where_the_mapping_says_so(source):
    assert kept(source, matched(source)) == (Moments(MARCH_1, RECEIVED, CLOSED, is_open=False),)
    found = load(source, "mash_contacts", matched(source))
    assert found.profile.times == {
        "received_on": ("Time of Contact",), "closed_on": ("Time Closed",),
    }  # fmt: skip
    read = found.report.readings["Date of Contact"]
    assert "joined with the times of day in 'Time of Contact'" in read
    assert not {"time_left", "unread_times"} & {each.code for each in found.report.warnings}


def test_without_a_mapping_a_column_of_times_is_left_and_that_is_said():
    source = csv_source(apart(contact(1, received=("01/03/2017", "09:15"), closed=("", ""))))
    assert kept(source) == ()
    found = load(source, "mash_contacts")
    [said] = [each.message for each in found.report.warnings if each.code == "time_left"]
    assert "'Time of Contact' holds times of day and was left" in said
    assert remedies_for(["time_left"], "mash_contacts") == (
        Remedy(Verb.MATCH_REGISTER, "mash_contacts"),
    )


def test_a_time_that_cannot_be_read_leaves_its_day_and_is_said():
    rows = [
        contact(1, received=("01/03/2017", "09:15"), closed=("02/03/2017", "16:40")),
        contact(2, received=("01/03/2017", "10:15"), closed=("02/03/2017", "17:40")),
        contact(3, received=("01/03/2017", "morning"), closed=("02/03/2017", "")),
    ]
    source = csv_source(apart(*rows))
    found = load(source, "mash_contacts", matched(source))
    [said] = [each.message for each in found.report.warnings if each.code == "unread_times"]
    assert said.startswith("1 cell of 'Time of Contact' is no time of day, for example row 4, ")
    assert found.report.units == 3


def test_a_profile_that_gives_times_of_what_keeps_none_is_refused():
    profile = Profile(shape="mash_contacts", columns={}, times={"born": ("Hour",)})
    with pytest.raises(RegisterError, match="times of 'born', but mash_contacts keeps"):
        load(csv_source(liquidlogic(contact(1))), "mash_contacts", profile)


FORMS = ["%H:%M:%S", "%I:%M:%S %p", "%H.%M", "%H%M", "1899-12-31 %H:%M:%S"]


@given(st.times(), st.sampled_from(FORMS))
def test_whatever_clock_a_system_has_the_time_is_the_one_it_shows(at, form):
    shown = at.replace(microsecond=0) if "%S" in form else at.replace(second=0, microsecond=0)
    days = pl.Series("on", ["2017-03-01 00:00:00"])
    whole, unread = joined(days, pl.Series([at.strftime(form)]))
    assert not unread.any()
    found = times_in(of_24_hours(whole)).to_list()
    assert found == [None if shown == time(0) else shown]


@given(st.integers(1, 86_399))
def test_a_share_of_a_day_is_its_time(second):
    whole, _ = joined(pl.Series("on", ["01/03/2017"]), pl.Series([repr(second / 86_400)]))
    assert times_in(whole).to_list() == [time(second // 3600, second // 60 % 60, second % 60)]


def test_a_day_with_a_time_of_its_own_keeps_it():
    whole, _ = joined(pl.Series("on", ["01/03/2017 08:00", None]), pl.Series(["09:15", "09:15"]))
    assert whole.to_list() == ["01/03/2017 08:00", None]
