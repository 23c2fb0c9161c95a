"""Eight processes that want one tick, watched by a lock of the operating system's.

``python lease_race.py URL FILE`` prints how often the tick was got, and how often by two at once.
"""

import fcntl
import os
import sys
import time
from pathlib import Path

from audits.domain.clock import system_clock
from audits.storage import TickLeases, open_database


PROCESSES, TIMES = 8, 10


def race(url: str, file: Path) -> tuple[int, int]:
    """Let every process get the tick ten times, and return how often it was got and shared."""
    open_database(url).dispose()
    told, tell = os.pipe()
    for number in range(PROCESSES):
        if os.fork() == 0:
            os.write(tell, _take_turns(url, file, f"process {number}").encode())
            os._exit(0)
    ends = [os.wait()[1] for _ in range(PROCESSES)]
    assert ends == [0] * PROCESSES
    said = os.read(told, 1 << 16).decode()
    return len(said), said.count("!")


def _take_turns(url: str, file: Path, holder: str) -> str:
    leases = TickLeases(open_database(url, waits_for_disk=False), system_clock)
    said = ""
    with file.open("a") as witness:
        while len(said) < TIMES:
            if not leases.claim_tick("send-due", holder):
                time.sleep(0.001)
                continue
            try:
                fcntl.flock(witness, fcntl.LOCK_EX | fcntl.LOCK_NB)
                said += "."
                time.sleep(0.002)
                fcntl.flock(witness, fcntl.LOCK_UN)
            except BlockingIOError:
                said += "!"
            leases.give_up("send-due", holder)
    return said


if __name__ == "__main__":
    print(*race(sys.argv[1], Path(sys.argv[2])))  # noqa: T201 -- what the test reads
