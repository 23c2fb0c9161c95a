"""A register keeps the time of day where its source gives one, and makes none of a bare date."""

from datetime import date, datetime, time

import polars as pl
import pytest
from builders.registers.files import csv_source, xlsx_source
from builders.registers.reading import SHAPES, load
from builders.registers.suppliers import contact, liquidlogic

from audits.register import Moments, Source, export_register, moments_in, store_register
from audits.register.times import times_in


MARCH_1 = date(2017, 3, 1)


def kept(source):
    """Return the moments of each contact as they come out of the sealed rows."""
    stored = store_register(
        load(source, "mash_contacts"), lambda ids: [each.encode() for each in ids]
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
