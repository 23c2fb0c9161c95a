"""The year plan on the command line, and the schedule that follows it."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from builders import workspace as ws

from audits.queries.year_plan import plan_year
from audits.storage import Agency


PLAN = """
[[programme]]
kind = "neglect"
on = 2016-09-05

[[programme]]
kind = "domestic_abuse"
month = "2016-09"

[[programme]]
kind = "cse"
on = 2016-09-30

[[programme]]
kind = "thresholds"
month = "2017-01"

[[programme]]
kind = "mash_weekly"
"""


@pytest.fixture
def planned(on_loaded, home):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + PLAN)
    return on_loaded


def test_the_calendar_holds_the_plan_and_the_weekly_work(planned):
    plan = planned("cycle", "calendar", "2016/17", "--json").json
    days = {e["kind"]: (e["opens"], e["due"]) for e in plan["openings"] if not e["routine"]}
    # Twenty working days on, by a wall calendar; Monday 2 January 2017 was a bank holiday.
    assert days == {
        "domestic_abuse": ("2016-09-01", "2016-09-29"),
        "neglect": ("2016-09-05", "2016-10-03"),
        "cse": ("2016-09-30", "2016-10-28"),
        "thresholds": ("2017-01-03", "2017-01-24"),
    }
    # Thursdays from 7 April 2016 to 30 March 2017, counted on a wall calendar.
    assert Counter(e["kind"] for e in plan["openings"] if e["routine"]) == {"mash_weekly": 52}
    assert plan["warnings"] == [], "all of it is long past"
    assert planned("cycle", "calendar", "2016/17").out.count("Routine: ") == 1


def test_what_will_not_go_well_is_said_while_it_is_to_come(planned, home):
    august = ws.workspace_of(home, datetime(2016, 8, 1, tzinfo=UTC))
    said = "\n".join(plan_year("2016/17", workspace=august).warnings)
    with august.open_view() as view:
        names = view.values_by(Agency.code, Agency.name)
    for code in ("social_care", "police", "health"):
        assert f"September 2016: 3 audits land on {names[code]} (" in said
    assert "September 2016: 3 audits land on education (" in said, "which is on no list"
    assert "land on probation" not in said
    clash = "Child sexual exploitation audit is due back on Friday 28 October 2016, the day MASH"
    assert f"{clash} weekly dip sample is due" in said


def test_a_plan_of_a_kind_that_is_not_there_is_refused(on_loaded, home):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + '[[programme]]\nkind = "neglct"\n')
    said = on_loaded("cycle", "calendar", "2016/17")
    assert said.code == 2
    assert "There is no audit template 'neglct'" in said.err


@pytest.mark.parametrize(
    "line", ['on = 2016-09-05\nmonth = "2016-09"', 'month = "2016-13"', 'when = "soon"']
)
def test_a_plan_that_says_no_day_is_refused(on_loaded, home, line):
    settings = home / "audits.toml"
    settings.write_text(settings.read_text() + f'[[programme]]\nkind = "cse"\n{line}\n')
    said = on_loaded("cycle", "calendar", "2016/17")
    assert said.code == 2
    assert "audits.toml has settings that cannot be used: programme.0" in said.err


def test_a_year_that_is_none_is_refused(planned):
    said = planned("cycle", "calendar", "2016")
    assert (said.code, said.err.strip()) == (
        2, "'2016' is no year of the plan. Write it as 2016/17.",
    )  # fmt: skip


def test_the_schedule_follows_the_plan(planned, home):
    from audits.flows.deployments import deployments

    made = {each.name: each for each in deployments([ws.workspace_of(home)])}
    (once,) = made["neglect"].schedules
    assert once.schedule.rrule == "DTSTART:20160905T090000\nRRULE:FREQ=DAILY;COUNT=1"
    assert once.schedule.timezone == "Europe/London"
    assert once.parameters == {"on": date(2016, 9, 5).isoformat()}
    assert "FREQ=WEEKLY" in made["mash-weekly"].schedules[0].schedule.rrule
    assert len(made["mash-weekly"].schedules) == 1
