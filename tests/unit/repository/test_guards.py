"""The rules of the test suite hold themselves."""

import socket
from datetime import UTC, datetime

import pytest


def test_a_test_cannot_reach_beyond_this_machine():
    with socket.socket() as line, pytest.raises(RuntimeError, match=r"called 192\.0\.2\.1"):
        line.connect(("192.0.2.1", 80))  # an address kept for documentation (RFC 5737)
    with pytest.raises(RuntimeError, match=r"asked where example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


def test_a_test_may_talk_to_its_own_machine():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as line,
    ):
        assert line.getpeername() == server.getsockname()


def test_the_hand_set_clock_moves_only_when_told(clock):
    assert clock() == clock() == datetime(2017, 3, 9, 17, 0, tzinfo=UTC)
    assert clock.advance(minutes=11) == datetime(2017, 3, 9, 17, 11, tzinfo=UTC)
