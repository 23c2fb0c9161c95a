"""A turn at a tick: one at a time, kept while it works, given up with how it went."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.waiting import wait_until

from audits.domain.ticks import TICK_LEASE
from audits.queries.dispatches import list_dispatches
from audits.queries.ready_work import due_dispatches
from audits.settings import init_workspace
from audits.steps.dispatch.send import send_dispatch
from audits.steps.ticks.take_turn import TickError, take_turn
from audits.storage import TickLeases, open_database
from audits.workspace import Workspace


SHORT = timedelta(seconds=0.4)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """Return a workspace whose leases run out within the second, by a clock that a test moves.

    They are renewed several times a second by the clock on the wall, however slow the machine is.
    """
    init_workspace(tmp_path / "home")
    here = ws.workspace_of(tmp_path / "home")
    engine = open_database(f"sqlite:///{tmp_path / 'home' / 'audits.db'}")
    return replace(here, ticks=TickLeases(engine, here.clock, SHORT))


def other(workspace: Workspace) -> Workspace:
    """Return the same workspace to another process."""
    return replace(workspace, process="elsewhere/1/x")


def only(workspace: Workspace):
    (state,) = workspace.ticks.states()
    return state


def test_whoever_comes_second_gets_no_turn_and_may_have_the_next(workspace):
    turn = take_turn("chase", workspace=workspace)
    assert turn is not None
    with turn:
        assert turn.still_mine()
        assert take_turn("chase", workspace=other(workspace)) is None
    assert only(workspace).succeeded_at is not None
    assert take_turn("chase", workspace=other(workspace)) is not None


def test_a_turn_is_kept_for_as_long_as_it_works(workspace):
    turn = take_turn("chase", workspace=workspace)
    assert turn is not None
    with turn:
        for _ in range(6):  # three lengths of a lease
            workspace.clock.now += SHORT / 2
            wait_until(lambda: only(workspace).until == workspace.clock.now + SHORT)
        assert take_turn("chase", workspace=other(workspace)) is None
        assert turn.still_mine()


def test_a_process_that_died_loses_its_turn(workspace, tmp_path):
    dies = (
        "import os, sys; from builders import workspace as ws; from pathlib import Path;"
        "from audits.steps.ticks.take_turn import take_turn;"
        "workspace = ws.workspace_of(Path(sys.argv[1]));"
        "turn = take_turn('chase', workspace=workspace);"
        "turn.__enter__(); print('mine', flush=True); os.kill(os.getpid(), 9)"
    )
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'tests'); {dies}"]
    told = subprocess.run([*run, str(tmp_path / "home")], capture_output=True, text=True)
    assert told.stdout == "mine\n", told.stderr
    assert only(workspace).holder is not None
    assert take_turn("chase", workspace=workspace) is None
    workspace.clock.now += TICK_LEASE + SHORT  # the lease of the dead has run out
    turn = take_turn("chase", workspace=workspace)
    assert turn is not None
    with turn:
        assert only(workspace).error == "It was stopped before its end."
    assert (only(workspace).failures, only(workspace).error) == (0, "")


def test_what_failed_is_written_down_and_said_once_all_is_done(workspace):
    turn = take_turn("collect-returns", workspace=workspace)
    assert turn is not None

    def work() -> None:
        with turn:
            for part in "abcdefg":
                turn.done(part, OSError(28, "a name") if part != "a" else None)

    with pytest.raises(TickError, match=r"f \(OSError\) and 1 more\. All else was done"):
        work()
    state = only(workspace)
    assert state.failures == 1
    assert "a name" not in state.error
    assert state.error.startswith("Failed: b (OSError), c (OSError)")


def test_what_was_never_foreseen_is_written_down_by_its_type(workspace):
    turn = take_turn("chase", workspace=workspace)
    assert turn is not None
    with pytest.raises(ZeroDivisionError), turn:
        raise ZeroDivisionError("Thimblewright")
    assert only(workspace).error == "ZeroDivisionError"


def test_a_turn_that_was_lost_sends_nothing(issued, tmp_path):
    workspace = ws.workspace_of(ws.copy_of(issued, tmp_path / "home"))
    keys = due_dispatches(workspace=workspace)
    assert keys
    for key in keys:
        send_dispatch(key, workspace=workspace, still_mine=lambda: False)
    assert {row.status for row in list_dispatches(ws.REF, workspace=workspace)} == {"sending"}
    assert list((tmp_path / "home" / "outbox").rglob("*.txt")) == []
    # The next tick, after the claims have run out, sends each once.
    later = ws.workspace_of(tmp_path / "home", ws.FIVE + timedelta(minutes=11))
    ws.send(later)
    assert {row.status for row in list_dispatches(ws.REF, workspace=later)} == {"sent"}
    assert len(list((tmp_path / "home" / "outbox").rglob("*.txt"))) == len(keys)


def test_a_sender_that_slept_past_its_claim_leaves_the_message_to_the_next(issued, tmp_path):
    home = ws.copy_of(issued, tmp_path / "home")
    slow, later = ws.workspace_of(home), ws.workspace_of(home, ws.FIVE + timedelta(minutes=11))
    key = due_dispatches(workspace=slow)[0]

    def sleeps() -> bool:
        assert send_dispatch(key, workspace=later) == "sent"  # another took it over meanwhile
        return True

    assert send_dispatch(key, workspace=slow, still_mine=sleeps) == "sent"
    assert len(list((home / "outbox").rglob("*.txt"))) == 1


def test_a_renewal_while_the_database_is_locked_is_an_answer_and_no_error(tmp_path, workspace):
    url = f"sqlite:///{tmp_path / 'home' / 'audits.db'}"
    impatient = TickLeases(open_database(url, busy_seconds=0), workspace.clock, SHORT)
    assert impatient.claim_tick("chase", "me")
    writer = open_database(url)
    with writer.begin():
        assert not impatient.still_mine("chase", "me")
