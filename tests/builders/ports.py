"""Ports for servers that tests start."""

import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path


GIVEN_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST = 10_000
APART = 1009  # ports between those of a process and of the next


def _ports() -> Iterator[int]:
    """Yield ports below those that the system gives to whoever calls out or asks for any.

    One of those may be somebody else's by the time that a server listens at it, or while one that a
    test has killed is started again.
    """
    many = int(GIVEN_OUT.read_text("ascii").split()[0]) - LOWEST
    for number in count(os.getpid() * APART):
        port = LOWEST + number % many
        if _is_free(port):
            yield port


def _is_free(port: int) -> bool:
    with socket.socket() as line:
        try:
            line.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_FREE = _ports()


def free_port() -> int:
    """Return a port of this machine that nobody listens at, another each time."""
    return next(_FREE)
