"""Loading in a process of its own, so that a file that takes it down takes nothing else along.

Usage: python apart.py SECONDS FILE…  A line each: the ids that were read, or the refusal.
"""

import resource
import signal
import subprocess
import sys
from math import ceil
from pathlib import Path


TESTS = Path(__file__).resolve().parents[2]
MEMORY = 6 * 1024**3  # of addresses, not of use: libraries reserve some that they never touch


def outcomes_of(files: list[Path], seconds: float) -> list[str]:
    """Return what came of loading each file as contacts: ``read …`` or ``refused …``.

    ``seconds`` are of processor time.

    Raises:
        AssertionError: if the process ended in any other way, or took longer.
    """
    command = [sys.executable, __file__, str(ceil(seconds)), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TESTS)
    if done.returncode == -signal.SIGXCPU:
        raise AssertionError(f"took more than {seconds} seconds")
    if done.returncode:
        raise AssertionError(f"{done.stdout[-300:]}\n{done.stderr[-1500:]}")
    return done.stdout.splitlines()


def main(seconds: str, *names: str) -> None:
    """Load each file and say what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    sys.path.insert(0, str(TESTS))

    from builders.registers.reading import load, units_of

    from audits.domain.errors import RegisterError
    from audits.register import Source

    for path in map(Path, names):
        try:
            found = load(Source(path.name, path.read_bytes()), "mash_contacts")
        except RegisterError as error:
            sys.stdout.write(f"refused {error}\n")
        else:
            sys.stdout.write(f"read {' '.join(each.id for each in units_of(found))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
