"""`audits status`: the ticks and what waits, in a few lines; and the word to the business unit."""

import re
from datetime import timedelta
from time import sleep

import pytest
from builders import workspace as ws
from builders.statements import counted

from audits.cli.status import watched
from audits.domain.clock import system_clock
from audits.domain.ticks import TICKS
from audits.queries.engine.status import engine_status
from audits.settings import init_workspace


@pytest.fixture
def ran(on_loaded, home):
    """The command line in a workspace whose ticks have all just succeeded, but for the chase."""
    workspace = ws.workspace_of(home, system_clock())
    for tick in TICKS:
        workspace.ticks.claim_tick(tick.name, "a run")
        workspace.ticks.give_up(
            tick.name, "a run", error="" if tick.name != "chase" else "KeyError"
        )
    return on_loaded


def test_it_says_in_a_few_lines_how_the_ticks_are_and_what_waits(ran):
    said = ran("status")
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) == len(TICKS) + 3  # what waits, the disk, the last backup
    assert re.match(r"send-due: succeeded \d+ \w+ 20\d\d, \d\d:\d\d\.$", lines[0])
    assert "chase: never succeeded, failed 1 time since: KeyError" in said.out
    assert "Nothing waits for a person." in lines
    assert lines[-1].startswith("Room on the disk: ")


def test_its_json_has_the_keys_that_were_promised(ran):
    said = ran("status", "--json").json
    assert set(said) >= {"ticks", "waiting", "disk_free_mb"}
    assert [tick["name"] for tick in said["ticks"]] == [tick.name for tick in TICKS]
    for tick in said["ticks"]:
        assert set(tick) >= {"name", "started_at", "succeeded_at", "failed_at", "is_late"}
    assert said["waiting"]["draws_to_approve"] == 0
    assert said["disk_free_mb"] > 0


def test_it_takes_as_many_statements_for_a_full_workspace_as_for_an_empty_one(
    home, answered_home, tmp_path
):
    init_workspace(home)
    full = ws.workspace_of(ws.copy_of(answered_home, tmp_path / "full"))
    ws.collect(full)
    counts = []
    for workspace in (ws.workspace_of(home), full):
        with counted() as statements:
            engine_status(workspace=workspace)
        counts.append(sum(not each.startswith(("BEGIN", "PRAGMA")) for each in statements))
    assert max(counts) <= 7  # one of them for the last backup
    # With nothing in the trail its first entry is looked for in vain; that is the same look.
    assert counts[0] == counts[1]


def test_what_waits_is_named(on_issued, home):
    with ws.workspace_of(home).open_uow() as uow:
        row = uow.due_dispatches(lease=timedelta())[0]
        dispatch, _ = uow.claim_dispatch(row, lease=timedelta(minutes=1))
        uow.move_dispatch(dispatch, "unconfirmed")
        uow.commit()
    said = on_issued("status")
    assert "1 dispatches unconfirmed" in said.out
    # These packs of 2017 are long overdue, and no tick has run since.
    assert "3 overdue returns" in said.out
    assert "send-due: has not run yet, and is LATE." in said.out


def test_where_all_is_well_there_is_nothing_to_tell(ran):
    said = ran("status", "--tell")
    assert (said.code, said.out) == (0, "All is well.\n")


def test_a_timer_tells_the_business_unit_once_a_day(on_loaded, home):
    for _ in range(2):
        said = on_loaded("status", "--tell")
        assert said.code == 0
        assert "Sending messages (send-due) has never run." in said.out
    assert len(list((home / "outbox" / "business_unit").glob("*trouble*"))) == 1


def test_where_nobody_can_be_told_it_exits_2_with_a_sentence(on_loaded, home):
    (home / "outbox").rename(home / "away")
    said = on_loaded("status", "--tell")
    assert said.code == 2
    assert "The business unit could not be told: no channel took the message" in said.err
    assert len(list((home / "outbox").glob("NOBODY-WAS-TOLD-*.txt"))) == 1


def test_who_serves_or_schedules_watches_beside_it(on_loaded, home):
    workspace = ws.workspace_of(home, system_clock())
    with watched([workspace], every=0.01):
        while not list(home.glob("outbox/business_unit/*trouble*")):
            sleep(0.01)


def test_a_watch_that_can_tell_nobody_says_so_and_goes_on(on_loaded, home, capsys):
    (home / "outbox").rename(home / "away")
    workspace = ws.workspace_of(home, system_clock())
    with watched([workspace], every=0.01):
        while not list(home.glob("outbox/NOBODY-WAS-TOLD-*.txt")):
            sleep(0.01)
        (home / "outbox").rename(home / "was")
        (home / "away").rename(home / "outbox")
        while not list(home.glob("outbox/business_unit/*trouble*")):
            sleep(0.01)
    assert "The business unit could not be told" in capsys.readouterr().err
