"""The real schedule, its server and its runs are killed at random; the next due tick runs."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import pytest
from builders import workspace as ws
from builders.databases import put_prefect_database
from builders.ports import free_port
from builders.scheduled import audits, parts_of

from audits.domain import ticks
from audits.queries.dispatches import list_dispatches
from audits.queries.returns import list_answers, list_returns
from audits.queries.trail import trail_faults


KILLS = int(os.environ.get("AUDITS_KILLS", "3"))  # each takes half a minute, or longer
SEED = 20161109
SIGNALS = (signal.SIGKILL, signal.SIGTERM)
WATCHED = ("send-due", "collect-returns")


class Schedule:
    """`audits schedule` on a workspace, started again whenever it was killed."""

    def __init__(self, home):
        self.home, self.port = home, free_port()
        self.said = home / "said.txt"
        self.start()

    def start(self):
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                audits("schedule", "--port", str(self.port)),
                env={**os.environ, "AUDITS_HOME": str(self.home)}, stdout=said, stderr=said,
            )  # fmt: skip

    def check_runs(self):
        """Fail, with what it said last, if it ended by itself."""
        assert self.process.poll() is None, self.said.read_text()[-800:]

    def part(self, what):
        """Return the process ids of a part of it."""
        if what == "schedule":
            return [self.process.pid]
        return parts_of(self.process, what)

    def kill(self, what, how, dice):
        """Kill a part of it at a random instant once it is there."""
        while not (found := self.part(what)):
            self.check_runs()
            time.sleep(0.1)
        time.sleep(dice.uniform(0, 3))
        for pid in found:
            if pid in self.part(what):
                os.kill(pid, how)
        if what == "schedule":
            self.process.wait()
            self.start()


def successes(home):
    return {s.name: s.succeeded_at for s in ws.workspace_of(home).ticks.states()}


def wait_for_each(home, since, schedule):
    """Wait until every watched tick has succeeded anew; pytest gives up for us."""
    while True:
        now = successes(home)
        if all(name in now and now[name] != since.get(name) and now[name] for name in WATCHED):
            return
        schedule.check_runs()
        time.sleep(0.5)


@pytest.mark.slow
@pytest.mark.timeout(3 * 3600)
def test_whatever_is_killed_the_next_due_tick_runs_and_nothing_is_doubled(
    tmp_path, prefect_database
):
    home = ws.loaded(tmp_path / "home", contacts=1500)
    often = "".join(
        f'{tick.name} = "every {20 if tick.name in WATCHED else 300} seconds"\n'
        for tick in ticks.TICKS
    )
    with (home / "audits.toml").open("a") as settings:
        settings.write(f"[schedule]\n{often}")
    put_prefect_database(home / "prefect", prefect_database)
    ws.issue(ws.workspace_of(home))
    schedule, dice = Schedule(home), random.Random(SEED)
    try:
        for number in range(KILLS):
            before = successes(home)
            what, how = dice.choice(("schedule", "server", "run")), SIGNALS[number % 2]
            schedule.kill(what, how, dice)
            wait_for_each(home, before, schedule)
            sys.stdout.write(f"{number + 1} of {KILLS}: {how.name}, {what}\n")  # for pytest -s
            if number == 0:
                # Returns come in while it goes on. The pack that was on its way at the kill is
                # looked for ten minutes later, so its unit cannot answer yet.
                answered = [unit for unit in ws.UNITS if ws.pack_of(home, unit).exists()]
                ws.answer(home, answered)
        left = leave_a_run_behind(schedule)
        wait_for_each(home, successes(home), schedule)
        assert states_of(home, left) <= {"Crashed", "Completed", "Skipped", "Missed"}
        assert "Crashed" in states_of(home, left)
    finally:
        schedule.process.send_signal(signal.SIGINT)
        schedule.process.wait()
    came_to_what_it_should(home, answered)


def leave_a_run_behind(schedule):
    """Cut the power while a tick is at work, and return the runs that stand as running."""
    left: set[str] = set()
    while not left:  # the tick that was seen may be over before the power is off
        while not any(state.holder for state in ws.workspace_of(schedule.home).ticks.states()):
            schedule.check_runs()
            time.sleep(0.1)
        runs = schedule.part("run")
        os.kill(schedule.process.pid, signal.SIGKILL)
        for pid in runs:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        schedule.process.wait()
        left = names_of(schedule.home, "state_type = 'RUNNING'")
        schedule.start()
    return left


def names_of(home, which):
    with sqlite3.connect(home / "prefect" / "prefect.db") as database:
        rows = database.execute(f"SELECT id FROM flow_run WHERE {which}")  # noqa: S608 -- ours
        return {row[0] for row in rows}


def states_of(home, runs):
    with sqlite3.connect(home / "prefect" / "prefect.db") as database:
        rows = database.execute("SELECT id, state_name FROM flow_run")
        return {name for run, name in rows if run in runs}


def came_to_what_it_should(home, answered):
    workspace = ws.workspace_of(home)
    answers = [(a.unit, a.case, a.question) for a in list_answers(ws.REF, workspace=workspace)]
    assert len(answers) == len(set(answers)) > 0
    assert len({row.sha256 for row in list_returns(ws.REF, workspace=workspace)}) == len(answered)
    sent = list_dispatches(ws.REF, workspace=workspace)
    # What was on its way at the last kill is looked for ten minutes later; what came of the last
    # returns may not have gone yet; a reminder that its unit's return overtook is taken back.
    assert {row.status for row in sent} <= {"sent", "sending", "due", "withdrawn"}
    overtaken = [row for row in sent if row.status == "withdrawn"]
    assert [row.key for row in overtaken if "it has returned" not in row.reason] == []
    letters = Counter(path.name for path in (home / "outbox").rglob("*.txt"))
    assert max(letters.values()) == 1
    assert len(letters) <= len(sent)
    assert trail_faults(workspace=workspace) == ()
