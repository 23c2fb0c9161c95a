"""`audits serve --only web`: refused in a sentence where it cannot be, stopped without a fuss."""

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from builders.far_ends import NOTIFY_KEY
from builders.ports import free_port
from builders.waiting import wait_until
from builders.web import TOKEN, call


NOTIFY = """
[channels.folder]
kind = "folder"
root = "outbox"

[channels.notify]
kind = "notify"
template = "0ad5dd0d-1b05-4d4b-a8a4-5e0a6d1a2f11"
"""


@pytest.fixture
def with_notify(home, on_loaded, monkeypatch):
    with (home / "audits.toml").open("a") as file:
        file.write(NOTIFY)
    monkeypatch.setenv("AUDITS_CHANNELS_NOTIFY_SECRET", NOTIFY_KEY)
    return on_loaded


def test_notify_without_a_token_is_refused_with_what_to_set(with_notify):
    said = with_notify("serve")
    assert said.code == 2
    assert "The channel 'notify' is GOV.UK Notify" in said.err
    assert "AUDITS_DELIVERY_TOKEN" in said.err


def test_a_short_token_is_refused_and_not_shown(with_notify, monkeypatch):
    monkeypatch.setenv("AUDITS_DELIVERY_TOKEN", "tooshort")
    said = with_notify("serve")
    assert said.code == 2
    assert "delivery_token" in said.err
    assert "tooshort" not in said.err


def test_a_token_in_the_settings_file_is_refused_and_not_shown(on_loaded, home):
    toml = home / "audits.toml"
    toml.write_text(f'delivery_token = "{TOKEN}"\n' + toml.read_text())
    said = on_loaded("serve")
    assert said.code == 2
    assert "AUDITS_DELIVERY_TOKEN" in said.err
    assert TOKEN not in said.err


def test_a_port_that_is_taken_is_one_sentence(on_loaded):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = on_loaded("serve", "--only", "web", "--port", str(port))
    assert said.code == 2
    assert f"Nothing can be served at 127.0.0.1:{port}" in said.err


def test_it_serves_until_it_is_stopped(with_notify, home):
    port = free_port()
    run = "import sys; from audits.cli import main; sys.argv[0] = 'audits'; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", run, "serve", "--only", "web", "--port", str(port)],
        env={**os.environ, "AUDITS_HOME": str(home), "AUDITS_DELIVERY_TOKEN": TOKEN},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        wait_until(lambda: answers(client), alive=lambda: process.poll() is None)
        assert call(client, {}, token="wrong").status_code == 401
        assert call(client, {}).status_code == 422
    process.send_signal(signal.SIGINT)
    assert process.wait() == 0


def answers(client):
    """Tell whether it answers yet, and that all is not well: no schedule was ever started here."""
    try:
        answer = client.get("/health")
    except httpx.TransportError:
        return False
    assert (answer.status_code, answer.json()["status"]) == (503, "not ok")
    return True
