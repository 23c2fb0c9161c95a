"""A line between two ends: it may end the encryption in front of a server, or listen and meddle."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


PATIENCE = 2.0  # s that an end has to take its leave before it is hung up on


@dataclass
class Relay:
    """Where it listens, and what its callers said."""

    port: int = 0
    heard: bytearray = field(default_factory=bytearray)


@contextmanager
def relay(
    to: int | Path,
    *,
    context: ssl.SSLContext | None = None,
    meddle: Callable[[bytes], bytes] = bytes,
) -> Iterator[Relay]:
    """Pass on what is said to a port or a socket of this machine, decrypted if there is a context.

    ``meddle`` is given what the server answers, and says what the caller gets.

    One thread serves both directions: until Python 3.13 an encrypted socket that one thread reads
    while another writes may lose what it was reading.
    """
    here, lines = Relay(), set[asyncio.Task[None] | None]()

    def hear(said: bytes) -> bytes:
        here.heard.extend(said)
        return said

    async def line(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.add(asyncio.current_task())
        with suppress(OSError):
            answers, asks = await _connected(to)
            await asyncio.gather(_pass(reader, asks, hear), _pass(answers, writer, meddle))

    async def listen(ready: threading.Event, over: asyncio.Event) -> None:
        waits = {"ssl_shutdown_timeout": PATIENCE} if context else {}
        server = await asyncio.start_server(line, "127.0.0.1", 0, ssl=context, **waits)
        async with server:
            here.port = server.sockets[0].getsockname()[1]
            ready.set()
            await over.wait()
        await asyncio.gather(*lines)  # each ends once one of its ends has hung up

    with _in_a_thread(listen):
        yield here


async def _connected(to: int | Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if isinstance(to, Path):
        return await asyncio.open_unix_connection(to)
    return await asyncio.open_connection("127.0.0.1", to)


@contextmanager
def _in_a_thread(listen: "Callable[[threading.Event, asyncio.Event], object]") -> Iterator[None]:
    """Run a server's loop beside the caller, from its first moment until it is told to end."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(listen(ready, over))

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


async def _pass(
    one: asyncio.StreamReader, other: asyncio.StreamWriter, via: Callable[[bytes], bytes]
) -> None:
    """Pass on what one end says until it says no more; then hang up the other."""
    with suppress(OSError):
        while said := await one.read(65536):
            other.write(via(said))
            await other.drain()
    other.close()
