"""Callers who open a line and do not go on, as tools made for that do (slow headers, slow body)."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
import pytest
from builders import workspace as ws
from builders.web import TOKEN, served
from pydantic import SecretStr

from audits.settings import init_workspace
from audits.web import PatientProtocol, make_app
from audits.web.patience import KEPT_OPEN, LINES
from audits.web.serving import config_of


HALF_A_HEAD = b"GET /health HTTP/1.1\r\nHost: board.example\r\nX-Slow: "
HALF_A_BODY = (
    b"POST /notify/delivery HTTP/1.1\r\nHost: board.example\r\nContent-Length: 1000\r\n"
    b"Authorization: Bearer " + TOKEN.encode() + b"\r\n\r\n{"
)
UNREAD_BODY = HALF_A_BODY.replace(TOKEN.encode(), b"nobody-we-know")


class Impatient(PatientProtocol):
    said_within = 2.0  # seconds, in which a machine that does much else says what is to be said


class Curt(Impatient):
    kept_open = 0.5


ASK = b"GET /health HTTP/1.1\r\nHost: board.example\r\n\r\n"


@pytest.fixture
def app(tmp_path):
    init_workspace(tmp_path / "home")
    return make_app(ws.workspace_of(tmp_path / "home"), SecretStr(TOKEN))


@contextmanager
def lines(client: httpx.Client, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as held:
        opened = []
        for _ in range(count):
            line = socket.create_connection(("127.0.0.1", client.base_url.port), timeout=60)
            opened.append(held.enter_context(line))
            line.sendall(said)
        yield opened


def is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def until_hung_up(line: socket.socket) -> bytes:
    heard = b""
    with suppress(ConnectionResetError):
        while said := line.recv(65536):
            heard += said
    return heard


@pytest.mark.parametrize("said", [b"", HALF_A_HEAD, HALF_A_BODY], ids=["nothing", "head", "body"])
def test_three_hundred_half_open_requests_keep_nobody_out(app, said):
    with served(app) as client, lines(client, 300, said) as opened:
        for _ in range(3):
            assert client.get("/health").status_code == 200
        assert sum(map(is_open, opened)) <= LINES


@pytest.mark.parametrize(
    "said", [b"", HALF_A_HEAD, HALF_A_BODY, UNREAD_BODY], ids=["nothing", "head", "body", "unread"]
)
def test_a_request_that_does_not_come_to_an_end_is_hung_up(app, said):
    with served(app, Impatient) as client, lines(client, 3, said) as opened:
        for line in opened:
            until_hung_up(line)  # or its own time-out fails the test
        assert client.get("/health").status_code == 200


def trickle(line: socket.socket) -> None:
    """Say a byte now and then, until the other end has hung up."""
    for _ in range(2000):
        line.sendall(b"a")
        with suppress(TimeoutError):
            line.recv(1)


def test_a_byte_now_and_then_buys_no_time(app):
    with served(app, Impatient) as client, lines(client, 1, HALF_A_HEAD) as (line,):
        line.settimeout(0.05)
        with pytest.raises(OSError, match=r"reset|pipe"):
            trickle(line)


def answer_on(line: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith(b"}"):
        heard += line.recv(65536)
    return heard


def test_a_line_is_used_again_for_the_next_request(app):
    with served(app) as client, lines(client, 1, ASK) as (line,):
        for _ in range(3):
            assert answer_on(line).startswith(b"HTTP/1.1 200")
            line.sendall(ASK)


def test_a_line_of_use_is_kept_for_longer_than_its_caller_keeps_it(app):
    """Uvicorn hangs up after as many seconds as httpx does: one of them asks as the other does."""
    with served(app, Impatient) as client, lines(client, 1, ASK) as (line,):
        answer_on(line)
        line.settimeout(3 * Impatient.said_within)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.sendall(ASK)
        assert answer_on(line).startswith(b"HTTP/1.1 200")
        line.sendall(HALF_A_HEAD)
        line.settimeout(60)
        until_hung_up(line)  # what is begun has its usual time, or this line's own fails the test


def test_a_line_that_is_of_no_use_any_more_is_ended_as_one_ends_it(app):
    with served(app, Curt) as client, lines(client, 1, ASK) as (line,):
        answer_on(line)
        line.settimeout(60)
        assert line.recv(1) == b""  # and is not reset


def test_lines_are_kept_for_longer_than_anybody_keeps_them():
    assert max(httpx.Limits().keepalive_expiry, 60) < KEPT_OPEN  # nginx's, for what it asks of us
    assert config_of(None, host="", port=0).timeout_keep_alive > KEPT_OPEN
