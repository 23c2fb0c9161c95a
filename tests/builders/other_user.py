"""Another user of the machine, who can call, listen and look, and knows nothing.

Run as a program of its own, which gives up being the administrator where it is one:

    python other_user.py '{"task": "call", "ports": [4200], "calls": [["GET", "/api/flows/1"]]}'
"""

import encodings.idna  # noqa: F401 -- while the interpreter's own files may still be read
import errno
import http.client
import itertools
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


NOBODY = 65534
ADDRESSES = [
    (socket.AF_INET, "127.0.0.1"),
    (socket.AF_INET, "0.0.0.0"),  # noqa: S104 -- another way to the same port
    (socket.AF_INET6, "::1"),
    (socket.AF_INET6, "::"),
]
# Another has it, or this machine has no such address.
NOT_TO_BE_HAD = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
SHARING = [
    [],
    [socket.SO_REUSEADDR],
    [socket.SO_REUSEPORT],
    [socket.SO_REUSEADDR, socket.SO_REUSEPORT],
]


def other_user(task: str, **given: Any) -> Any:
    """Return what comes of something that another user does."""
    with other_user_at(task, **given) as process:
        said, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(said)


@contextmanager
def other_user_at(task: str, **given: Any) -> Iterator[subprocess.Popen[str]]:
    """Give another user's process while it is at something that ends when its input does."""
    command = [sys.executable, __file__, json.dumps({"task": task, **given})]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env={}) as process:
        yield process


def call(ports: list[int], calls: list[list[Any]]) -> list[list[Any]]:
    """Call each port in the clear and encrypted; return what was called, and the status or why."""
    found = []
    for port, is_encrypted in itertools.product(ports, (False, True)):
        for method, path, headers, body in calls:
            said = _one_call(port, is_encrypted, method, path, headers, body)
            found.append([port, is_encrypted, method, path, said])
    return found


def _one_call(
    port: int, is_encrypted: bool, method: str, path: str, headers: Any, body: Any
) -> int | str:
    trusting = ssl._create_unverified_context()  # noqa: S323 -- this one does not mind
    line: http.client.HTTPConnection = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=trusting)
        if is_encrypted
        else http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    )
    try:
        line.request(method, path, None if body is None else json.dumps(body), headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        line.close()


def grab(port: int) -> dict[str, int]:
    """Try to take a port in every way, over and over, until told to stop."""
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    tried, got = 0, 0
    while not over.is_set():
        for (family, address), sharing in itertools.product(ADDRESSES, SHARING):
            tried += 1
            got += _can_listen(family, address, port, sharing)
    return {"tried": tried, "got": got}


def _can_listen(family: int, address: str, port: int, sharing: list[int]) -> bool:
    try:
        with socket.socket(family) as listener:
            for option in sharing:
                listener.setsockopt(socket.SOL_SOCKET, option, 1)
            listener.bind((address, port))
            listener.listen()
    except OSError as error:
        if error.errno not in NOT_TO_BE_HAD:
            raise
        return False
    return True


def listen(port: int, certificate: str | None) -> str:
    """Sit at a port until told to stop; return all that was said there, as hexadecimal digits."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate:
        context.load_cert_chain(certificate)
    _give_up()
    heard = bytearray()
    with socket.create_server(("127.0.0.1", port)) as server:
        print("listening", flush=True)  # noqa: T201 -- what the test waits for
        taking = threading.Thread(
            target=_take, args=(server, context if certificate else None, heard), daemon=True
        )
        taking.start()
        sys.stdin.read()
    return heard.hex()


def _take(server: socket.socket, context: ssl.SSLContext | None, heard: bytearray) -> None:
    while True:
        caller, _ = server.accept()
        heard += b"called "
        try:
            with context.wrap_socket(caller, server_side=True) if context else caller as line:
                line.settimeout(10)
                heard += line.recv(65536)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue")
        except OSError as error:
            heard += f"({type(error).__name__}) ".encode()


def look(paths: list[str]) -> list[str]:
    """Return those of these files that can be read."""
    return [path for path in paths if _can_read(path)]


def _can_read(path: str) -> bool:
    try:
        Path(path).read_bytes()
    except OSError:
        return False
    return True


def _give_up() -> None:
    """Be nobody from now on; the program and a certificate were read before."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    do = {"call": call, "grab": grab, "listen": listen, "look": look}[given.pop("task")]
    if do is not listen:
        _give_up()
    print(json.dumps(do(**given)))  # noqa: T201 -- its answer
