"""What pages ask for is done beside the website: begun at once, and again where it was killed."""

import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from builders import workspace as ws
from builders.at_once import engine_of
from builders.scheduled import wait_for_end

from audits.cli.background_worker import BackgroundWorker
from audits.demo import make_contacts
from audits.domain.background_task import CUT_OFF, BackgroundTaskKind
from audits.domain.clock import system_clock
from audits.settings import read_settings
from audits.steps.sample.uploads import hold_files
from audits.storage import BackgroundTasks
from audits.wiring import build


EXPORT = make_contacts(until=ws.THURSDAY, contacts=3000)
LEAST = 3000  # rows; some contacts have several


@pytest.fixture
def workspace(on_loaded, home):
    return build(read_settings(home))


def ask(workspace):
    """Ask for a register to be read, as its page does, and return the background task's id."""
    held = hold_files([("contacts.csv", EXPORT)], workspace=workspace)
    asked = {"held": held, "dates": "", "as_before": False}
    return workspace.background_tasks.ask(
        BackgroundTaskKind.READ_REGISTER, about="mash_contacts", asked=asked, by="U2"
    )


def wait_for(holds):
    """Wait for what must come about; a limit on the whole test is pytest's."""
    while not (outcome := holds()):
        time.sleep(0.1)
    return outcome


def over(workspace, number):
    task = wait_for(lambda: (found := workspace.background_tasks.find(number)).is_over and found)
    return task.error, task.begun, task.result


def process_at(workspace, number, begun=1):
    """Return the process that is at a background task this time; None where that is over."""

    def found():
        task = workspace.background_tasks.find(number)
        return (task.is_over or (task.begun == begun and task.holder)) and task

    task = wait_for(found)
    return None if task.is_over else int(task.holder.rsplit("/", 2)[1])


def is_killed(workspace, number, begun):
    """Kill whoever is at a background task this time, and tell whether it was not done before."""
    pid = process_at(workspace, number, begun)
    if pid is None:
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)

    def went_on():
        task = workspace.background_tasks.find(number)
        return (task.is_over or task.begun > begun) and task

    task = wait_for(went_on)
    return task.begun > begun or task.error != ""


def killed(workspace, worker, times):
    """Return a background task that was cut off so many times.

    On a busy machine one may be done before anybody saw who was at it; then another is asked for.
    """
    while True:
        number = ask(workspace)
        worker()
        if all(is_killed(workspace, number, begun) for begun in range(1, times + 1)):
            return number


def caught(workspace, worker):
    """Return a background task that somebody is at, and the process that is."""
    while True:
        number = ask(workspace)
        worker()
        if pid := process_at(workspace, number):
            return number, pid


def test_it_is_done_in_another_process_that_ends_with_it(workspace):
    with BackgroundWorker(lambda: [workspace]) as worker:
        number, pid = caught(workspace, worker)
        error, begun, result = over(workspace, number)
        assert (error, begun) == ("", 1)
        assert result["rows_in"] > LEAST
        assert pid != os.getpid()
        wait_for_end(pid)


def test_one_whose_process_is_killed_is_begun_again(workspace):
    with BackgroundWorker(lambda: [workspace]) as worker:
        number = killed(workspace, worker, 1)
        error, begun, result = over(workspace, number)
        assert (error, begun) == ("", 2)
        assert result["rows_in"] > LEAST


def test_one_whose_process_dies_each_time_is_told_as_failed(workspace):
    with BackgroundWorker(lambda: [workspace]) as worker:
        number = killed(workspace, worker, 3)
        assert over(workspace, number)[:2] == (CUT_OFF, 3)


def test_what_was_asked_for_while_nobody_was_there_is_begun_at_the_start(workspace):
    number = ask(workspace)
    with BackgroundWorker(lambda: [workspace]):
        assert over(workspace, number)[0] == ""


def test_what_a_killed_server_left_behind_is_begun_at_once_by_the_next(workspace):
    number = ask(workspace)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass  # a process that is there no more
    an_hour_on = BackgroundTasks(engine_of(workspace), lambda: system_clock() + timedelta(hours=1))
    an_hour_on.claim_next(
        f"{platform.node()}/{gone.pid}/mark"
    )  # so long nobody else would claim it
    with BackgroundWorker(lambda: [workspace]):
        assert over(workspace, number)[:2] == ("", 2)


def test_the_process_ends_with_the_serving(workspace):
    with BackgroundWorker(lambda: [workspace]) as worker:
        _, pid = caught(workspace, worker)
    wait_for_end(pid)
