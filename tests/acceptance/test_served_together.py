"""`audits serve`: the website and the schedule, which a press on a page reaches within seconds."""

import os
import re
import signal
import socket
import subprocess
import time
from contextlib import contextmanager

import httpx
import pytest
from builders import workspace as ws
from builders.scheduled import audits, family, free_port, listening_ports, wait_for_end, wait_until

from audits.domain.permissions import Role
from audits.domain.ticks import SEND_DUE, TICKS
from audits.settings import read_settings
from audits.steps.access.accounts import add_account, offer_sign_in
from audits.wiring import build


pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
TOKEN = re.compile(r'name="form_token" value="(\w+)"')


class Served:
    """`audits serve` on a workspace in which no tick comes round for half a day."""

    def __init__(self, home, *words):
        self.home, self.port, self.schedule_port = home, free_port(), free_port()
        self.said = home / "said.txt"
        ports = ["--port", str(self.port), "--schedule-port", str(self.schedule_port)]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                audits("serve", *ports, *words), stdout=said, stderr=said,
                env={**os.environ, "AUDITS_HOME": str(home)},
            )  # fmt: skip

    def states(self):
        return {state.name: state for state in self.workspace().ticks.states()}

    def workspace(self):
        return build(read_settings(self.home))

    def wait_until(self, holds):
        wait_until(holds, self.process)

    def answers(self):
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=20)
        except httpx.TransportError:
            return None

    def has_schedule(self):
        return self.schedule_port in listening_ports(family(self.process))

    def parts(self):
        return [pid for pid in family(self.process) if pid != self.process.pid]


@pytest.fixture
def home(tmp_path):
    home = ws.loaded(tmp_path / "home", contacts=300)
    seldom = "".join(f'{tick.name} = "every 12 hours"\n' for tick in TICKS)
    with (home / "audits.toml").open("a") as settings:
        settings.write(f"[schedule]\n{seldom}")
    return home


@contextmanager
def serving(home, *words):
    served = Served(home, *words)
    try:
        yield served
    finally:
        parts = served.parts()
        served.process.terminate()
        served.process.wait()
        for pid in parts:
            wait_for_end(pid)


@contextmanager
def officer(served):
    """Give a browser in which an officer is signed in, over the wire."""
    workspace = served.workspace()
    account = add_account(
        "Kim Officer", email="kim@partnership.example", role=Role.BUSINESS_UNIT, workspace=workspace
    )
    token = offer_sign_in(account, workspace=workspace)
    address = f"http://127.0.0.1:{served.port}"
    with httpx.Client(base_url=address, timeout=60, headers={"Origin": address}) as client:
        press(client, f"/enter/{token}", f"/enter/{token}")
        yield client


def press(client, path, shown_at):
    """Press a page's button; the cookies are sent as a browser sends them to this machine."""
    page = client.get(shown_at, headers=cookies(client))
    token = TOKEN.search(page.text)
    assert token, page.text[-500:]
    answer = client.post(path, data={"form_token": token[1]}, headers=cookies(client))
    assert answer.status_code == 303, answer.text[-800:]


def cookies(client):
    """Return the header: over plain http this client keeps back what is marked secure."""
    return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)}


def test_a_press_on_a_page_is_done_long_before_the_next_tick_is_due(home):
    with serving(home) as served:
        # What is overdue runs once when the schedule starts; that is not what is tried here.
        served.wait_until(lambda: SEND_DUE.name in served.states())
        served.wait_until(lambda: served.states()[SEND_DUE.name].succeeded_at)
        before = served.states()[SEND_DUE.name].succeeded_at
        with officer(served) as client:
            pressed = served.workspace().clock()
            press(client, "/chase", "/")
        served.wait_until(lambda: served.states()[SEND_DUE.name].succeeded_at > before)
        [due] = [tick for tick in served.workspace().schedule if tick.name == SEND_DUE.name]
        started = served.states()[SEND_DUE.name].started_at
        assert pressed <= started
        assert due.last_due(started) < pressed  # no time of its own came between
        assert served.workspace().ticks.asked() == {}


def test_what_is_asked_for_while_nothing_runs_is_done_when_the_schedule_starts(home):
    with serving(home, "--only", "web") as served:
        served.wait_until(served.answers)
        assert not served.has_schedule()
        with officer(served) as client:
            press(client, "/chase", "/")
        assert set(served.workspace().ticks.asked()) == {SEND_DUE.name}
    with serving(home, "--only", "schedule") as served:
        served.wait_until(lambda: served.workspace().ticks.asked() == {})
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
