"""A machine that was off over Easter: one chase, nothing doubled, each missed week made up for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import workspace as ws
from builders.repository import ROOT

from audits.domain.remedies import Remedy, Verb
from audits.domain.ticks import CHASE, OPEN_MISSED, REVIEW_ACTIONS
from audits.queries.cycles import describe_cycle
from audits.queries.dispatches import list_dispatches
from audits.queries.engine.overdue_ticks import overdue_ticks
from audits.queries.missed_audits import may_open_late, missed_audits
from audits.queries.year_plan import plan_year
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.returns.chase import chase
from audits.steps.sample.draw import draw_sample
from audits.steps.ticks.say_missed import say_missed
from audits.storage import Cycle, TrailEntry


# Good Friday was 14 April 2017, Easter Monday the 17th; the audit opens on Thursdays at 17:00.
OFF = datetime(2017, 4, 12, 17, tzinfo=UTC)
BACK = datetime(2017, 4, 18, 9, 30, tzinfo=UTC)
BEFORE, MISSED, NEXT = date(2017, 4, 6), date(2017, 4, 13), date(2017, 4, 20)
WORKED = ("send-due", "collect-returns", "open-missed", "chase", "review-actions")


@pytest.fixture(scope="module")
def at_easter(tmp_path_factory):
    """Return a workspace whose week before Easter is out and whose ticks ran until Wednesday."""
    home = ws.loaded(tmp_path_factory.mktemp("easter") / "home", contacts=1500, until=NEXT)
    open_week(home, BEFORE, datetime(2017, 4, 6, 16, tzinfo=UTC))
    workspace = ws.workspace_of(home, OFF)
    chase(workspace=workspace)
    ws.send(workspace)
    for name in WORKED:
        workspace.ticks.claim_tick(name, "a process")
        workspace.ticks.give_up(name, "a process")
    return home


@pytest.fixture
def home(at_easter, tmp_path):
    return ws.copy_of(at_easter, tmp_path / "home")


def open_week(home, on, now):
    workspace = ws.workspace_of(home, now)
    ref = open_cycle(ws.KIND, on, workspace=workspace)
    draw_sample(ref, workspace=workspace)
    issue_packs(ref, workspace=workspace)
    ws.send(workspace)


def letters(home):
    return sorted(path.name for path in (home / "outbox").rglob("*.txt"))


def test_one_chase_catches_up_and_nothing_is_sent_twice(home):
    before = letters(home)
    workspace = ws.workspace_of(home, BACK)
    assert set(chase(workspace=workspace)) == {f"MASH-2017-W14/{unit}" for unit in ws.UNITS}
    assert chase(workspace=workspace) == ()
    ws.send(workspace)
    ws.send(workspace)
    new = [row for row in list_dispatches("MASH-2017-W14", workspace=workspace)
           if row.sent_at and row.sent_at >= BACK]  # fmt: skip
    # Rungs of two days went by; each agency's deputy hears of the last, once, and nobody else.
    assert sorted(row.unit for row in new) == sorted(ws.UNITS)
    assert len(letters(home)) == len(before) + len(ws.UNITS)
    later = ws.workspace_of(home, BACK + timedelta(hours=5))
    assert chase(workspace=later) == ()


def test_the_missed_week_is_opened_for_its_own_day_and_window(home):
    workspace = ws.workspace_of(home, BACK)
    (missed,) = missed_audits(workspace=workspace)
    assert (missed.kind, missed.on, missed.ref, missed.opens) == (
        "mash_weekly", MISSED, "MASH-2017-W15", True,
    )  # fmt: skip
    open_week(home, missed.on, BACK)
    assert missed_audits(workspace=workspace) == ()
    week = describe_cycle("MASH-2017-W15", workspace=workspace)
    assert week.status == "issued"
    assert week.due_at == datetime(2017, 4, 19, 16, tzinfo=UTC), "17:00 in London, a working day on"
    open_week(home, NEXT, datetime(2017, 4, 20, 16, tzinfo=UTC))
    assert windows(home) == {
        "MASH-2017-W14": ("2017-03-31", "2017-04-06"),
        "MASH-2017-W15": ("2017-04-07", "2017-04-13"),
        "MASH-2017-W16": ("2017-04-14", "2017-04-20"),
    }


def test_a_week_that_opens_after_the_next_one_still_has_its_own_window(home):
    open_week(home, NEXT, datetime(2017, 4, 20, 16, tzinfo=UTC))
    open_week(home, MISSED, datetime(2017, 4, 20, 17, tzinfo=UTC))
    assert windows(home)["MASH-2017-W15"] == ("2017-04-07", "2017-04-13")


def windows(home):
    workspace = ws.workspace_of(home, BACK)
    found = {}
    for ref in ("MASH-2017-W14", "MASH-2017-W15", "MASH-2017-W16"):
        with workspace.open_view() as view:
            cycle = view.get(Cycle, ref)
            found[ref] = (cycle.since.isoformat(), cycle.until.isoformat())
    return found


@pytest.mark.parametrize("taken", ["opened", "framed and drawn"])
def test_an_opening_that_was_cut_off_is_gone_on_with(home, taken):
    workspace = ws.workspace_of(home, datetime(2017, 4, 13, 17, tzinfo=UTC))
    ref = open_cycle(ws.KIND, MISSED, workspace=workspace)
    if taken != "opened":
        draw_sample(ref, workspace=workspace)
    later = ws.workspace_of(home, BACK)
    assert [each.ref for each in missed_audits(workspace=later)] == [ref]
    open_week(home, MISSED, BACK)
    assert missed_audits(workspace=later) == ()


def test_nothing_was_missed_before_the_schedule_first_ran_or_while_it_runs(home):
    # Ten minutes are left to the schedule's own run.
    at_five = ws.workspace_of(home, datetime(2017, 4, 13, 16, 5, tzinfo=UTC))
    assert missed_audits(workspace=at_five) == ()
    fresh = ws.workspace_of(home, BACK)
    assert missed_audits(workspace=fresh) != ()
    with fresh.ticks._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tick")
    assert missed_audits(workspace=fresh) == ()


def test_a_template_may_have_it_only_said_that_an_audit_was_missed(home, tmp_path):
    weekly = (ROOT / "audit_templates" / "mash_weekly.yaml").read_text()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mash_weekly.yaml").write_text(
        weekly.replace("missed: open", "missed: say")
    )
    with (home / "audits.toml").open("a") as settings:
        settings.write(f'templates = "{tmp_path / "own"}"\n')
    workspace = ws.workspace_of(home, BACK)
    (missed,) = missed_audits(workspace=workspace)
    assert not missed.opens
    assert not may_open_late(ws.KIND, MISSED, workspace=workspace)
    assert may_open_late(ws.KIND, workspace.today(), workspace=workspace)
    say_missed(missed, workspace=workspace)
    assert missed_audits(workspace=workspace) == ()
    with workspace.open_view() as view:
        (said,) = view.all(TrailEntry, TrailEntry.verb == "audit missed")
        assert (said.about, said.facts["on"]) == ("MASH-2017-W15", "2017-04-13")
        assert view.find(Cycle, "MASH-2017-W15") is None
    plan = plan_year("2017/18", workspace=workspace)
    (warning,) = [w for w in plan.warnings if "missed" in w]
    assert warning.startswith("MASH-2017-W15 was to open on 13 April 2017 and was missed")
    assert plan.remedy == (Remedy(Verb.OPEN_MISSED, "mash_weekly", "2017-04-13"),)
    # It is no new version: what is asked is the same.
    open_week(home, NEXT, datetime(2017, 4, 20, 16, tzinfo=UTC))


def test_days_of_the_year_plan_are_made_up_for(home):
    with (home / "audits.toml").open("a") as settings:
        settings.write('[[programme]]\nkind = "mash_weekly"\non = 2017-04-17\n')
    (missed,) = missed_audits(workspace=ws.workspace_of(home, BACK))
    assert (missed.on, missed.opens) == (date(2017, 4, 17), True)


@pytest.mark.parametrize(
    ("now", "mornings"),
    [
        (BACK, {CHASE.name, REVIEW_ACTIONS.name}),
        (datetime(2017, 4, 17, 9, 30, tzinfo=UTC), set()),  # Easter Monday
        (datetime(2017, 4, 18, 4, 0, tzinfo=UTC), set()),  # before the day's own
        (datetime(2017, 4, 18, 17, 0, tzinfo=UTC), set()),  # after the office closed
    ],
)
def test_people_are_chased_late_only_while_the_office_is_open(home, now, mornings):
    overdue = set(overdue_ticks(workspace=ws.workspace_of(home, now)))
    assert overdue - {"send-due", "collect-returns", OPEN_MISSED.name} == mornings
    assert OPEN_MISSED.name in overdue
