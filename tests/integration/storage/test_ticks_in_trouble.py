"""Ticks as the schedule runs them, while the database is locked or the disk is full; on both."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from builders import workspace as ws
from builders.full import no_file_over
from builders.tick_trouble import EDITING, WRITING, befallen, held_by_another
from sqlalchemy import make_url

from audits.collection import FolderInbox
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_returns
from audits.queries.verification.workspace import verify_workspace
from audits.settings import init_workspace


LOCKED = r"Another process is writing to the database and has not finished\..* wait a minute"
FULL = r" cannot be used: the disk is full or may not be written \(.*\)\. Make room there"
TICKED = ("send-due", "collect-returns", "chase")
# When each is run: there is something to send, returns to collect, somebody to chase.
HOURS = {"send-due": 1, "collect-returns": 2, "chase": 16}
RETURNED = {"police": "accepted", "health": "queried", "social_care": "accepted"}
SHM = 36_000  # bytes; SQLite reads with a file of 32 KB beside it


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _prefect():
    # Whoever runs none of these tests need not load Prefect: its server takes three seconds.
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=600):
        yield


@pytest.fixture
def home(url, tmp_path):
    """Return a workspace of which the packs are to be sent."""
    home = tmp_path / "home"
    init_workspace(home)
    settings = home / "audits.toml"
    settings.write_text(f'{settings.read_text()}\ndatabase = "{url}"\n')
    ws.loaded(home, contacts=300)
    ws.issue(ws.workspace_of(home))
    return home


def at(home, hours):
    return ws.workspace_of(home, ws.FIVE + timedelta(hours=hours))


def come_to(workspace, tick):
    """Run a tick as the schedule does, and return the state that Prefect knows it by."""
    from audits.flows.boards import working_with
    from audits.flows.ticks import TICKS

    with working_with(workspace):
        return TICKS[tick](return_state=True)


def run(workspace, tick):
    """Run a tick as the schedule does, and return the sentence it failed with, if it did."""
    state = come_to(workspace, tick)
    (row,) = [each for each in workspace.ticks.states() if each.name == tick]
    assert (row.holder, row.until) == (None, None)
    assert bool(row.error) is state.is_failed()
    assert row.error in str(state.message)
    return row.error


def letters(home):
    return {row.key: row.status for row in list_dispatches(workspace=at(home, 0))}


def returned(home):
    return {row.unit: row.outcome for row in list_returns(ws.REF, workspace=at(home, 0))}


def stands(home):
    """Return all that a tick may change: messages, returns, and what lies in the two folders."""
    lies = {path.name for path in home.glob("*box/**/*") if path.suffix in (".xlsx", ".txt")}
    return letters(home), returned(home), lies


def is_whole(home):
    """Tell whether every message that is sent lies there once, and nothing by halves."""
    sent = [key for key, status in letters(home).items() if status == "sent"]
    faults = [each for check in verify_workspace(workspace=at(home, 0))[1] for each in check.faults]
    return (
        len(list((home / "outbox").rglob("*.txt"))) == len(sent)
        and not list(home.rglob("*.part"))
        and not faults
    )


def test_a_locked_database_is_said_and_the_next_tick_does_it_all(home, url):
    locked = partial(held_by_another, url, WRITING[make_url(url).get_backend_name()])
    for tick in TICKED:
        before = stands(home)
        impatient = befallen(at(home, HOURS[tick]), url, locked, busy_seconds=0.2)
        assert re.search(LOCKED, run(impatient, tick))
        assert stands(home) == before
        assert run(at(home, HOURS[tick] + 0.25), tick) == ""
        assert stands(home) != before
        if tick == "send-due":
            ws.answer(home)
    assert returned(home) == RETURNED
    assert is_whole(home)


def test_a_full_disk_is_said_and_the_next_tick_does_it_all(home, url):
    """What is done before the disk is full stays done; nothing is done twice, or by halves."""
    full = partial(no_file_over, SHM if url.startswith("sqlite") else 1)
    for tick in TICKED:
        said = run(befallen(at(home, HOURS[tick]), url, full), tick)
        # SQLite has room for the few rows of a chase.
        assert re.search(FULL, said) or (tick, url[:6]) == ("chase", "sqlite")
        assert run(at(home, HOURS[tick] + 0.25), tick) == ""
        if tick == "send-due":
            assert set(letters(home).values()) == {"sent"}
            ws.answer(home)
    assert returned(home) == RETURNED
    assert any("reminder" in key or "concern" in key for key in letters(home))
    assert is_whole(home)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_what_was_claimed_in_vain_is_due_and_nobody_has_to_look(home, url):
    """A channel that remembers nothing, as SMTP, could not tell the next tick that nothing went."""
    said = run(befallen(at(home, 1), url, partial(no_file_over, 1)), "send-due")
    assert re.search(f"vault.db{FULL}", said)
    assert set(letters(home).values()) == {"due"}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_row_that_somebody_edits_by_hand_stops_one_unit_only(home, url):
    editing = partial(held_by_another, url, *EDITING)
    said = run(befallen(at(home, 1), url, editing, busy_seconds=6), "send-due")
    assert re.search(rf"^Failed: \S+/police/key-list/1, \S+/police/pack/1\. {LOCKED}", said)
    assert {key.split("/")[1] for key, status in letters(home).items() if status != "sent"} == {
        "police"
    }
    assert run(at(home, 2), "send-due") == ""
    assert is_whole(home)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_lock_that_outlasts_the_tick_leaves_its_lease_to_run_out(home, url):
    locked = partial(held_by_another, url, WRITING["sqlite"])
    workspace = befallen(at(home, 1), url, locked, busy_seconds=0.1, lasts=True)
    state = come_to(workspace, "send-due")
    assert re.search(rf"Failed: .* The next send-due tries them again\. {LOCKED}", state.message)
    assert run(at(home, 1.25), "send-due") == ""
    assert is_whole(home)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_inbox_that_cannot_be_reached_stops_no_other(home):
    ws.send(at(home, 1))
    ws.answer(home)
    workspace = at(home, 1)
    away = FolderInbox(home / "drive" / "inbox", workspace.clock)
    said = run(replace(workspace, inboxes={"away": away, **workspace.inboxes}), "collect-returns")
    assert said == (
        f"Failed: away. The inbox {home}/drive/inbox cannot be used: No such file or directory. "
        "Check that the folder is there and may be read and written, or name another in the "
        "settings."
    )
    assert returned(home) == RETURNED
    assert run(at(home, 2), "collect-returns") == ""
