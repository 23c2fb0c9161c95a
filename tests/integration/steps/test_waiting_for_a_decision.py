"""How long a week's contacts waited is frozen with the cycle, counted here by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import workspace as ws
from builders.period import a_week
from builders.registers.files import csv_source
from builders.registers.people import CHILDREN
from builders.registers.suppliers import contact, liquidlogic

from audits.queries.papers.period import period_facts
from audits.queries.papers.period_weeks import period_of
from audits.settings import init_workspace
from audits.steps.cycle.open import open_cycle
from audits.steps.sample.freeze_frame import freeze_frame
from audits.steps.sample.load_register import load_register
from audits.storage import CycleWait


def frozen(home, *rows):
    """Return the waits of a week whose register has these rows."""
    init_workspace(home)
    workspace = ws.workspace_of(home)
    source = csv_source(liquidlogic(*rows))
    load_register([source], name="mash_contacts", workspace=workspace)
    open_cycle(ws.KIND, ws.THURSDAY, workspace=workspace)
    freeze_frame(ws.REF, workspace=workspace)
    with workspace.open_uow() as uow:
        return uow.find(CycleWait, ws.REF)


def came(number, on, to=""):
    status = "Closed" if to else "Open"
    who = (number - 1) % len(CHILDREN) + 1
    return contact(who, contact=f"C{number}", received=on, closed=to, status=status)


WEEK = [
    came(1, "06/03/2017 09:00", "06/03/2017 11:00"),  # 2 working hours
    came(2, "06/03/2017 16:00", "07/03/2017 10:00"),  # 2, over night
    came(3, "03/03/2017 16:00", "06/03/2017 12:00"),  # 4, over a weekend
    came(4, "07/03/2017 09:00", "08/03/2017 17:00"),  # 16
    came(5, "08/03/2017 09:00"),  # open for 15, until the last moment that is told of
    came(6, "09/03/2017 15:30", "09/03/2017 16:00"),  # half an hour; the last moment
    came(7, "06/03/2017", "07/03/2017 10:00"),  # no time
    came(8, "06/03/2017 10:00", "06/03/2017 09:00"),  # decided before it came
    came(9, "20/02/2017 10:00", "06/03/2017 09:00"),  # came before the week
]


def test_every_contact_of_the_week_is_in_it_and_those_still_open_are_censored(tmp_path):
    row = frozen(tmp_path / "home", *WEEK)
    assert (row.came, row.decided, row.still_open, row.not_timed) == (8, 5, 1, 2)
    # Kaplan-Meier by hand: 6 at risk; 0.5 h 5/6, 2 h 3/6, 4 h 2/6, open at 15 h, 16 h 0.
    assert (row.median, row.ninetieth) == (2, 16)
    assert row.known_to == datetime(2017, 3, 9, 16, tzinfo=UTC)
    assert (row.opens, row.closes) == ("09:00", "17:00")


def test_what_is_not_known_yet_is_left_empty(tmp_path):
    rows = [came(n, "09/03/2017 10:00") for n in (1, 2, 3)]
    closed = came(4, "09/03/2017 10:00", "09/03/2017 12:00")
    row = frozen(tmp_path / "home", *rows, closed)
    assert (row.decided, row.still_open, row.median, row.ninetieth) == (1, 3, None, None)


@pytest.mark.parametrize("on", ["06/03/2017", "06/03/2017 00:00", date(2017, 3, 6)])
def test_a_register_of_bare_dates_has_no_waits(tmp_path, on):
    assert frozen(tmp_path / "home", came(1, on, "07/03/2017")) is None


@pytest.fixture(scope="module")
def two_weeks(tmp_path_factory, loaded):
    home = ws.copy_of(loaded, tmp_path_factory.mktemp("weeks") / "home")
    for thursday in (ws.THURSDAY - timedelta(days=7), ws.THURSDAY):
        a_week(home, thursday)
    return ws.workspace_of(home)


def waits_of(workspace):
    with workspace.open_view() as view:
        facts = period_facts("mash_month", period_of("2017-03"), view=view, workspace=workspace)
    return facts[ws.KIND].waits


def test_the_month_has_each_agreed_week_and_trial_limits(two_weeks):
    waits = waits_of(two_weeks)
    first, second = waits.weeks
    assert [w.label for w in waits.weeks] == ["MASH-2017-W09", "MASH-2017-W10"]
    assert first.median > 0
    assert second.ninetieth > second.median
    # Two points: the mean, and 2.66 times their one moving range to each side (Wheeler 2000).
    mean, reach = (first.median + second.median) / 2, 2.66 * abs(first.median - second.median)
    assert waits.limits.mean == pytest.approx(mean)
    assert (waits.limits.low, waits.limits.high) == pytest.approx((mean - reach, mean + reach))
    assert (waits.trial, waits.without) == (True, ())


def test_a_week_counted_by_other_office_hours_is_another_measure(two_weeks, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(two_weeks.stores.papers.parent, tmp_path / "home"))
    alter(workspace, "MASH-2017-W09", opens="08:00")
    waits = waits_of(workspace)
    assert [week.label for week in waits.weeks] == ["MASH-2017-W10"]
    assert (waits.limits, waits.opens) == (None, "09:00")
    assert waits.otherwise == ("MASH-2017-W09",)


def test_a_week_without_times_is_named_and_a_month_of_them_has_no_waits(two_weeks, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(two_weeks.stores.papers.parent, tmp_path / "home"))
    alter(workspace, "MASH-2017-W09")
    assert waits_of(workspace).without == ("MASH-2017-W09",)
    alter(workspace, "MASH-2017-W10")
    assert waits_of(workspace) is None


def alter(workspace, ref, **values):
    """Give a week's waits other values, or take them away."""
    with workspace.open_uow() as uow:
        row = uow.get(CycleWait, ref)
        for name, value in values.items():
            setattr(row, name, value)
        if values:
            uow.add(row)
        else:
            uow.remove(row)
        uow.note("altered by a test", ref)
        uow.commit()
