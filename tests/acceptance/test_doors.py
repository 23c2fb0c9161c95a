"""Another user of the machine, and a web page, before Prefect's door: they get nothing."""

import base64
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import trustme
from builders.axe import QUIET
from builders.chromium import CHROMIUM
from builders.cli import is_one_sentence
from builders.other_user import other_user, other_user_at
from builders.ports import free_port
from builders.scheduled import (
    asked,
    audits,
    family,
    listening_ports,
    server_of,
    serving,
    signed_in,
    wait_for_end,
    wait_until,
)
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from audits.settings import init_workspace
from audits.storage import read_sign_in


pytestmark = pytest.mark.slow  # a schedule and its server take a minute to start


ATTACK = {"pull_steps": [{"prefect.deployments.steps.run_shell_script": {"script": "id"}}]}
REFUSED = {401, 403}


class Served(NamedTuple):
    """A schedule that runs, and an officer at its page."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    officer: httpx.Client

    def names(self) -> list[str]:
        return [flow["name"] for flow in asked(self.officer, "/flows/filter", {})]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("doors") / "home"
    init_workspace(made)
    made.chmod(0o755)  # as a folder that was made by hand
    return made


@pytest.fixture(scope="module")
def served(home) -> Iterator[Served]:
    port = free_port()
    with (
        (home.parent / "said.txt").open("wb") as said,
        serving(home, port, stdout=said, stderr=said, umask=0o022) as process,
        signed_in(home, port, process) as officer,
    ):
        here = Served(home, port, process, officer)
        wait_until(lambda: "review-actions" in here.names(), process)
        yield here


def every_call(officer: httpx.Client) -> list[list[Any]]:
    """Return a call of each kind that Prefect's own description names, and the usual attack."""
    described = officer.get("/openapi.json").raise_for_status().json()["paths"]
    calls = [
        [method.upper(), f"/api{path.replace('{', '0').replace('}', '')}", {}, {}]
        for path, methods in described.items()
        for method in methods
        if path not in ("/health", "/ready")
    ]
    assert len(calls) > 150
    guess = base64.b64encode(b"admin:pass").decode()
    tricks = [
        {"Authorization": f"Basic {guess}"},
        {"Authorization": "Bearer audits"},
        {"Host": "rebound.example"},
        {"Host": "x/api/health"},
        {"Origin": "https://a.example"},
        {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-User": "audits"},
    ]
    calls += [["POST", "/api/deployments/", trick, {"name": "x", **ATTACK}] for trick in tricks]
    return [*calls, ["GET", "/docs", {}, None], ["GET", "/openapi.json", {}, None]]


def test_another_user_can_call_nothing_at_any_port(served):
    before = served.names()
    ports = listening_ports(family(served.process))
    assert served.port in ports
    answers = other_user("call", ports=sorted(ports), calls=every_call(served.officer))
    assert [each for each in answers if isinstance(each[-1], int) and each[-1] not in REFUSED] == []
    assert {each[0] for each in answers if each[-1] in REFUSED} >= {served.port}
    assert served.names() == before


def test_another_user_finds_the_word_nowhere(served):
    word = read_sign_in(served.home / "prefect", served.port)
    pids = family(served.process)
    for pid in pids:
        assert word.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
    logs = [served.home.parent / "said.txt", served.home / "prefect" / "server.log"]
    assert [log for log in logs if word in log.read_text()] == []
    made = set(served.home.rglob("*")) - {served.home / "audits.toml"}  # this test's own
    assert [path for path in made if path.stat().st_mode & 0o077] == []
    if os.geteuid() == 0:  # it takes two users to show that one cannot read the other's
        kept = [str(path) for path in served.home.rglob("*") if path.is_file()]
        assert other_user("look", paths=[*kept, *(f"/proc/{pid}/environ" for pid in pids)]) == []


@pytest.mark.parametrize("protocols", [None, ["prefect"]])
@pytest.mark.parametrize("path", ["events/out", "events/in", "logs/out"])
def test_a_web_socket_says_nothing_to_who_does_not_know_the_word(served, path, protocols):
    url = f"ws://127.0.0.1:{served.port}/api/{path}"
    heard = []
    with (
        suppress(InvalidStatus, ConnectionClosed),
        connect(url, subprotocols=protocols) as line,
    ):
        line.send(json.dumps({"type": "auth", "token": "a guess"}))
        heard.append(line.recv())
    assert heard == []
    with pytest.raises(InvalidStatus):
        connect(url, subprotocols=["prefect"], origin="https://a.example")


PAGE = """<script>
const at = "127.0.0.1:%d", json = {"content-type": "application/json"};
const attack = JSON.stringify({name: "from-a-page"});
const tries = {
  read: () => fetch(`http://${at}/api/flows/filter`, {method: "POST", headers: json, body: "{}"}),
  look: () => fetch(`http://${at}/ui-settings`),
  blind: () => fetch(`http://${at}/api/flows/`, {method: "POST", mode: "no-cors", body: attack}),
  socket: () => new Promise((ok, no) => {
    const line = new WebSocket(`ws://${at}/api/events/out`, "prefect");
    line.onopen = ok; line.onerror = no;
  }),
};
const got = Object.entries(tries).map(([name, what]) => what().then(
  answer => [name, answer.type], () => [name, "refused"]));
Promise.all(got).then(all => fetch("/told", {method: "POST", body: JSON.stringify(all)}));
</script>"""


def test_a_web_page_of_another_site_gets_nothing(served, tmp_path):
    told: list[Any] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write((PAGE % served.port).encode())

        def do_POST(self):
            told.extend(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{site.server_address[1]}/"
        # Kept open by the port for its own tools, which nobody uses.
        command = [CHROMIUM, *QUIET, f"--user-data-dir={tmp_path}", "--remote-debugging-port=0"]
        with subprocess.Popen([*command, url], stderr=subprocess.DEVNULL) as browser:
            wait_until(lambda: told, browser)
            browser.terminate()
        site.shutdown()
    # What is sent blindly is answered to nobody; whether it was obeyed, Prefect's own list says.
    assert dict(told) == {"read": "refused", "look": "refused", "blind": "opaque",
                          "socket": "refused"}  # fmt: skip
    assert "from-a-page" not in served.names()


@pytest.mark.slow
def test_a_server_that_is_killed_comes_back_and_its_port_was_never_free(served):
    before = served.names()
    server = server_of(served.process)
    with other_user_at("grab", port=served.port) as intruder:
        os.kill(server, signal.SIGKILL)
        wait_for_end(server)
        # The call waits in the queue of the port, which is held, and the word is still the word.
        with suppress(httpx.ReadError):  # a line that was kept to the killed server is reset
            served.names()
        assert served.names() == before
        said, _ = intruder.communicate()
    assert server_of(served.process) != server
    tally = json.loads(said)
    assert (tally["tried"] > 0, tally["got"]) == (True, 0)
    test_another_user_can_call_nothing_at_any_port(served)


# What a flow does that goes on after all that it could report to is gone.
REPORT = """
from prefect.client.orchestration import get_client
with get_client(sync_client=True) as client:
    print("it answered", client.api_healthcheck(), client.read_flows())
"""


@pytest.mark.slow
def test_who_sits_at_the_port_of_a_schedule_that_was_killed_gets_nothing_of_worth(home, tmp_path):
    """Before, while and after: the port is another's, whom nobody tells anything."""
    port, pem = free_port(), tmp_path / "another.pem"
    certificate = trustme.CA().issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(pem)
    with serving(home, port) as process, signed_in(home, port, process) as officer:
        server = server_of(process)
        calls = every_call(officer)
        [own] = listening_ports([server]) - {port}
        word = _word(officer)
        left = {
            **os.environ,
            "PREFECT_API_URL": f"https://127.0.0.1:{own}/api",
            "PREFECT_API_AUTH_STRING": read_sign_in(home / "prefect", port),
            "PREFECT_API_SSL_CERT_FILE": str(home / "prefect" / f"server-{port}" / "server.pem"),
        }
        process.kill()
        process.wait()
        wait_for_end(server)
        with (
            other_user_at("listen", port=port, certificate=None) as at_the_page,
            other_user_at("listen", port=own, certificate=str(pem)) as at_our_own,
        ):
            for each in (at_the_page, at_our_own):
                assert each.stdout.readline() == "listening\n"
            # A flow that outlived the rest knows where its server was, and looks who is there.
            report = [sys.executable, "-c", REPORT]
            flow = subprocess.run(report, env=left, capture_output=True, text=True, check=False)
            assert flow.returncode != 0
            # A schedule that would start there does not, in a sentence.
            said = subprocess.run(
                audits("schedule", "--port", str(port)), capture_output=True, text=True,
                env={**os.environ, "AUDITS_HOME": str(home)}, check=False,
            )  # fmt: skip
            assert (said.returncode, is_one_sentence(said.stderr)) == (2, True), said.stderr
            assert f"cannot be at port {port}" in said.stderr
            # A page left open calls there, as a browser will.
            with suppress(httpx.HTTPError):
                officer.get("/flows/filter")
            heard_at_page, heard_at_our_own = (
                bytes.fromhex(json.loads(each.communicate()[0]))
                for each in (at_the_page, at_our_own)
            )
    assert heard_at_page.count(b"called") == 1
    assert word.encode() in heard_at_page
    assert b"called" in heard_at_our_own
    assert b"HTTP" not in heard_at_our_own
    # And what was heard opens nothing once the owner is back.
    trick = {"Authorization": word}
    with serving(home, port) as process, signed_in(home, port, process):
        answers = other_user("call", ports=[port], calls=[[m, p, trick, b] for m, p, _, b in calls])
    assert {said for *_, said in answers if isinstance(said, int)} <= REFUSED


def _word(officer: httpx.Client) -> str:
    """Return the header that an officer's browser sends."""
    return str(
        next(officer.auth.sync_auth_flow(officer.build_request("GET", "/"))).headers[
            "Authorization"
        ]
    )
