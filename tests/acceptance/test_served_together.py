"""`audits serve`: the website and the schedule, which a press on a page reaches within seconds."""

import os
import signal
import socket
import time

import pytest
from builders import workspace as ws
from builders.databases import put_prefect_database
from builders.scheduled import family, let_nothing_be_overdue, listening_ports, wait_for_end
from builders.served import Served, officer, press, served_by

from audits.domain.ticks import SEND_DUE, TICKS
from audits.settings import read_settings
from audits.wiring import build


pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path, prefect_database):
    home = ws.loaded(tmp_path / "home", contacts=300)
    seldom = "".join(f'{tick.name} = "every 12 hours"\n' for tick in TICKS)
    with (home / "audits.toml").open("a") as settings:
        settings.write(f"[schedule]\n{seldom}")
    let_nothing_be_overdue(home)
    put_prefect_database(home / "prefect", prefect_database)
    return home


def test_a_press_on_a_page_is_done_long_before_the_next_tick_is_due(home):
    with served_by(home) as served:
        served.wait_until(served.answers)
        served.wait_until(served.has_schedule)
        before = served.states()[SEND_DUE.name].succeeded_at
        with officer(served) as client:
            pressed = served.workspace.clock()
            press(client, "/chase", shown_at="/")
        served.wait_until(lambda: served.states()[SEND_DUE.name].succeeded_at > before)
        [due] = [tick for tick in served.workspace.schedule if tick.name == SEND_DUE.name]
        started = served.states()[SEND_DUE.name].started_at
        assert pressed <= started
        assert due.last_due(started) < pressed  # no time of its own came between
        assert served.workspace.ticks.asked() == {}


def test_what_is_asked_for_while_nothing_runs_is_done_when_the_schedule_starts(home):
    with served_by(home, "--only", "web") as served:
        served.wait_until(served.answers)
        assert not served.has_schedule()
        with officer(served) as client:
            press(client, "/chase", shown_at="/")
        assert set(served.workspace.ticks.asked()) == {SEND_DUE.name}
    with served_by(home, "--only", "schedule") as served:
        served.wait_until(lambda: served.workspace.ticks.asked() == {})
        assert served.answers() is None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_both_and_leaves_nothing_behind(home, how):
    served = Served(home)
    served.wait_until(served.answers)
    served.wait_until(served.has_schedule)
    everything = family(served.process)
    served.process.send_signal(how)
    assert served.process.wait() == 0, served.said.read_text()
    for pid in everything:
        wait_for_end(pid)
    assert "Traceback" not in served.said.read_text()


def test_killed_it_takes_both_with_it(home):
    served = Served(home)
    served.wait_until(served.answers)
    served.wait_until(served.has_schedule)
    parts = served.parts()
    served.process.kill()
    served.process.wait()
    for pid in parts:
        wait_for_end(pid)


def test_one_that_dies_is_told_and_the_other_is_ended(home):
    served = Served(home)
    served.wait_until(served.answers)
    served.wait_until(served.has_schedule)
    everything = family(served.process)
    [web] = [pid for pid in everything[1:] if served.port in listening_ports([pid])]
    os.kill(web, signal.SIGKILL)
    assert served.process.wait() == 2
    assert "The website has ended by itself, so all was ended." in served.said.read_text()
    for pid in everything:
        wait_for_end(pid)


def test_a_port_that_is_taken_is_told_and_nothing_is_left_running(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        served = Served(home, "--port", port)
        assert served.process.wait() == 2
    said = served.said.read_text()
    assert f"Nothing can be served at 127.0.0.1:{port}" in said
    assert "The website has ended by itself" in said
    assert "Traceback" not in said


def test_nothing_is_at_work_while_nobody_asks(home):
    """What looks for presses reads one row: a minute of it is a moment of the processor's time."""
    workspace = build(read_settings(home))
    begun = time.process_time()
    for _ in range(60):
        workspace.ticks.asked()
    assert time.process_time() - begun < 2
